public import CEL
public import CivilTime

/// The input of one transition of a family.
public enum FamilyInput: Sendable, Hashable {
  /// The family starts: its root machine enters its initial states.
  case start
  /// An event from outside reaches every machine that declares it as external. Where such a machine is not alive, its
  /// `otherwise` decides.
  case event(Event)
  /// A timer is due. An obsolete `generation` has no effect. Whether the timer is too late is judged by the input's
  /// `now`.
  case timer(machine: Int, timer: Int, generation: Int64)
  /// A step has a result.
  case outcome(StepName, StepResult)
  /// An operator gives up the firing of a timer, which failed. A timer that repeats goes on with its next round. An
  /// obsolete `generation` has no effect.
  case dropTimer(machine: Int, timer: Int, generation: Int64)
  /// An attempt ended without a result. Deferred events are offered again.
  case wake
}

/// The result of a step, as its machine receives it.
public enum StepResult: Sendable, Hashable {
  /// The provider has accepted the step and decides later. The value is its reply.
  case accepted(Value)
  /// The step took effect. The value is the reply.
  case done(Value)
  /// The step did not take effect.
  case failed(code: String, message: String)
  /// The step was closed before it took effect: its precondition does not hold, its `until` has passed, a newer step
  /// took its place, a step with the same key is under way, or the machine stopped it while an attempt was in flight
  /// that had no effect.
  case stopped
}

/// The input of one transition, with the facts from outside the snapshot that the transition depends on.
public struct StepInput: Sendable {
  /// The event, timer or outcome to handle.
  public var input: FamilyInput
  /// The time of the transition. Expressions and timers are evaluated at this instant.
  public var now: Instant
  /// The steps with an attempt that is open, unknown or accepted. A state cannot be left while such a step of it has
  /// `leave: awaitCompletion`.
  public var inFlight: [StepName]
  /// True if a claim was refused when this transition was tried before. Candidates then give way to their `onRefused`.
  public var isRefused: Bool

  /// Creates the input of a transition at `now`.
  public init(input: FamilyInput, now: Instant, inFlight: [StepName] = [], isRefused: Bool = false) {
    self.input = input
    self.now = now
    self.inFlight = inFlight
    self.isRefused = isRefused
  }
}

/// The result of one transition of a family.
public struct FamilyChange: Sendable {
  /// The snapshot after the transition.
  public var next: FamilySnapshot
  /// The effects in the order in which they are to be written: released claims, taken claims, everything that happened,
  /// timers.
  public var effects: [Effect]
  /// The record of the transition for the history, in order.
  public var trace: [TraceEntry]
  /// The disposition of the event, which its sender is told.
  public var disposition: EventDisposition
  /// The candidates that were chosen and that rejected or deferred an event.
  public var handled: [TakenTransition]

  /// All candidates that were taken: those of the microsteps in order, then those of `handled`.
  public var taken: [TakenTransition] {
    trace.flatMap { entry -> [TakenTransition] in
      guard case .microstep(let step) = entry else { return [] }
      return step.transitions.map { TakenTransition(machine: step.machine, transition: $0) }
    } + handled
  }
}

/// A candidate that was taken.
public struct TakenTransition: Sendable, Hashable {
  /// The index of the machine in the bundle.
  public var machine: Int
  /// The index of the transition in the machine.
  public var transition: Int

  /// Names a transition of a machine by the indexes of both.
  public init(machine: Int, transition: Int) {
    self.machine = machine
    self.transition = transition
  }
}

/// The disposition of an event, which its sender is told.
public enum EventDisposition: Sendable, Hashable {
  /// A machine took a transition, or the event settled a step.
  case handled
  /// The definition ignores the event, or an incident was opened instead of a reply.
  case ignored
  /// The event waits. It is offered again once the family has changed.
  case deferred
  /// An equal event waits already, so this one was dropped.
  case already
  /// The event was refused, with the code of the candidate, `not_now` or `too_many_waiting`.
  case rejected(code: String)
}

/// A write that the engine has to commit together with the snapshot.
public enum Effect: Sendable, Hashable {
  /// Adds the run of a step.
  case startStep(StepStart)
  /// The machine gave the step up. An attempt in flight still completes and counts as late.
  case stopStep(StepName)
  /// The machine stopped a step with an attempt in flight that has to be settled. It is not sent again.
  case haltStep(StepName)
  /// A provider's event completed a step. `isDone` is false if the step failed.
  case settleStep(StepName, isDone: Bool)
  /// Arms a timer, in place of its previous arming if there is one.
  case armTimer(machine: Int, timer: Int, due: Instant, generation: Int64)
  /// Removes the arming of a timer.
  case disarmTimer(machine: Int, timer: Int)
  /// Moves money between two accounts. `id` is the posting's name and empty if it has none.
  case post(id: String, Posting)
  /// Stores an event for every family that listens. It is delivered later, as a provider's event is.
  case publish(event: String, body: Value)
  /// Opens an incident that does not stop the family.
  case alarm(machine: Int, text: String)
  /// Takes a claim, in place of the values with which it was held before.
  case claim(HeldClaim)
  /// Releases a claim, by index.
  case release(claim: Int)
  /// Erases the family's personal data.
  case erase
}

/// A step run to be started.
public struct StepStart: Sendable, Hashable {
  /// Identifies the step in later inputs.
  public var name: StepName
  /// The index of the step's definition in its machine.
  public var definition: Int
  /// The value of the definition's `id`. It is unique among the machine's live steps, unless an attempt of an older one
  /// is in flight.
  public var id: String
  /// The idempotency key, without the generation that the engine appends.
  public var key: String
  /// The request by field, as the catalogue declares it.
  public var input: Value
  /// The lane in which the family's steps run one after the other; empty for none. A spawned step without a lane has
  /// one for its `id`.
  public var lane: String
  /// True if steps of the same lane that were never attempted are withdrawn first.
  public var supersede: Bool
  /// The instant after which the step is not attempted any more; nil for none.
  public var until: Instant?
}

/// The failure of a transition. The family is rolled back and stopped, and an incident holds the input.
public struct StepFailure: Error, Sendable, CustomStringConvertible {
  /// Stable and in kebab case, such as `expression-error`, `negative-account`, `invariant` or `microstep-limit`.
  public var code: String
  /// A description for operators.
  public var message: String
  /// The name of the machine.
  public var machine: String
  /// The line in the machine's definition; 0 if it is not known.
  public var line: Int

  /// Creates a failure at a line of a machine.
  public init(code: String, message: String, machine: String, line: Int) {
    self.code = code
    self.message = message
    self.machine = machine
    self.line = line
  }

  /// True if the caller's values are the cause. A start that fails this way is refused with the code and opens no
  /// incident. In a running family the definition let the values pass, so an incident is opened.
  public var isRefusal: Bool { code == Self.claimEmpty }

  /// The code of a claim that lasts less than a microsecond or leaves the years 1 to 9999.
  static let claimEmpty = "claim-empty"

  /// The failure as `machine:line: code: message`.
  public var description: String { "\(machine):\(line): \(code): \(message)" }
}
