public import CEL
public import CivilTime

/// What is put into one step of a family.
public enum Stimulus: Sendable, Hashable {
  /// The birth: the root machine starts.
  case start
  /// An event from outside. Nil machine: to every machine that declares it as external.
  case event(Event)
  /// A timer is due. `late` is judged against the step's `now`.
  case timer(machine: Int, timer: Int, generation: Int64)
  /// What came of a step.
  case outcome(StepName, StepResult)
  /// An operator gives up a timer whose firing failed.
  case dropTimer(machine: Int, timer: Int, generation: Int64)
  /// Nothing happened but an attempt ended: offer what was put off again.
  case wake
}

/// A step's result as a machine hears it.
public enum StepResult: Sendable, Hashable {
  case accepted(Value)
  case done(Value)
  case failed(code: String, message: String)
  /// Never sent: not wanted any more.
  case stopped
}

/// A step of a family is a pure function of these.
public struct StepInput: Sendable {
  public var stimulus: Stimulus
  public var now: Instant
  /// Steps of which an attempt is open, unknown or accepted: the states that invoke them cannot be left.
  public var inFlight: [StepName]
  /// True if a claim was refused when this very step was tried before: candidates give way to their `onRefused`.
  public var isRefused: Bool

  public init(stimulus: Stimulus, now: Instant, inFlight: [StepName] = [], isRefused: Bool = false) {
    self.stimulus = stimulus
    self.now = now
    self.inFlight = inFlight
    self.isRefused = isRefused
  }
}

/// What came of a step of a family.
public struct FamilyChange: Sendable {
  public var next: FamilySnapshot
  /// In the order in which they happened.
  public var effects: [Effect]
  public var trace: [TraceEntry]
  public var verdict: EventVerdict
  /// Candidates that rejected or deferred an event.
  public var concluded: [TakenTransition]

  /// Every candidate that was taken: those of the microsteps, and those that ended in a verdict.
  public var taken: [TakenTransition] {
    trace.flatMap { entry -> [TakenTransition] in
      guard case .microstep(let step) = entry else { return [] }
      return step.transitions.map { TakenTransition(machine: step.machine, transition: $0) }
    } + concluded
  }
}

/// A candidate that was taken: which machine of the bundle, which of its transitions.
public struct TakenTransition: Sendable, Hashable {
  public var machine: Int
  public var transition: Int

  public init(machine: Int, transition: Int) {
    self.machine = machine
    self.transition = transition
  }
}

/// What the caller of an event hears.
public enum EventVerdict: Sendable, Hashable {
  case handled
  case ignored
  case deferred
  /// An equal one waits already; this one adds nothing.
  case already
  case rejected(code: String)
}

/// What the engine has to bring into the store together with the snapshot.
public enum Effect: Sendable, Hashable {
  case startStep(StepStart)
  /// The step is not wanted any more; an attempt that is out settles as a late one.
  case stopStep(StepName)
  /// An accepted step was settled by an event of the provider.
  case settleStep(StepName, isDone: Bool)
  case armTimer(machine: Int, timer: Int, due: Instant, generation: Int64)
  case disarmTimer(machine: Int, timer: Int)
  case post(id: String, Posting)
  case alarm(machine: Int, text: String)
  case claim(HeldClaim)
  case release(claim: Int)
  case erase
}

/// A step that was started.
public struct StepStart: Sendable, Hashable {
  public var name: StepName
  public var definition: Int
  public var id: String
  public var key: String
  public var input: Value
  public var lane: String
  public var supersede: Bool
  /// When it has lost its use.
  public var until: Instant?
}

/// A step of a family that could not be carried out: the family is rolled back and stopped, an incident holds the stimulus.
public struct StepFailure: Error, Sendable, CustomStringConvertible {
  /// Stable, kebab-case: `guard-error`, `negative-account`, `invariant`, `microstep-limit` …
  public var code: String
  public var message: String
  /// Machine and line of the definition, if known.
  public var machine: String
  public var line: Int

  public init(code: String, message: String, machine: String, line: Int) {
    self.code = code
    self.message = message
    self.machine = machine
    self.line = line
  }

  /// True if what a caller gave is the cause. A birth that fails so is refused with the code, and nobody else needs to know of it; in a
  /// family that lives, the definition let it pass, and an incident says so.
  public var isRefusal: Bool { code == Self.claimEmpty }

  /// A claim on no time at all.
  static let claimEmpty = "claim-empty"

  public var description: String { "\(machine):\(line): \(code): \(message)" }
}
