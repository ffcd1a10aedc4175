internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Execution
internal import MemoryStorage
internal import Statecharts
internal import Storage
internal import StorageTesting
internal import WorkflowEngine
internal import WorkflowTesting

/// Runs a plan: the production engine in virtual time, with everything around it as bad as the plan says. What is found
/// to be wrong stands in `findings`.
public final class SimulationRun {
  /// A promise of the engine that did not hold. The run ends with the first one that is seen during a turn.
  struct Violation: Error { let text: String }

  /// The plan.
  public let plan: SimulationPlan
  /// The promises that did not hold, in the order in which this was seen.
  public internal(set) var findings: [String] = []
  /// A line for each move, turn and answer. Equal plans give equal lines.
  public internal(set) var trace: [String] = []
  /// The states, events and faults that met.
  public internal(set) var coverage = SimulationCoverage()
  /// How often the process died.
  public internal(set) var deaths = 0
  /// The number of turns that were taken, failed ones included.
  public internal(set) var turns = 0

  /// Whether the trace has a line for each transition, too.
  private let tracesTransitions: Bool

  let daemon: SimulatedDaemon
  let counterparts: Counterparts
  let fault: PlantedFault?
  var senders: [Sender] = []
  var now = BookingMoves.epoch
  var clock = SimulatedClock()
  var isClockHeld: Bool { clock.isUntrusted }
  var wake: Instant?
  var flights: [Flight] = []
  var deliveries: [(at: Instant, sender: Sender, isCopy: Bool)] = []
  var draw = Draw(0)
  let watch = TurnWatch()
  /// Faults that the next turns are under, for the coverage.
  var pending: Set<String> = []
  /// The attempts that were answered.
  var answered: Set<AttemptName> = []
  /// The tasks that a provider does not want to hear of before an instant of the engine's time.
  var pauses: [Int64: Instant] = [:]
  /// True if the run was left without a judgement, as one of random definitions may be that want something for ever.
  public private(set) var isLeft = false
  /// The forms of the language that were stepped.
  var steppedForms: Set<String> = []
  /// The commits that take long.
  var slowCommits: Set<Int> = []
  /// A run of the shipped workflows takes fewer turns than this, by far: one that takes more goes in a circle.
  static let turnLimit = 20_000
  /// The turns after which a run of random definitions is left: their author may want something every few seconds.
  static let randomTurnLimit = 4_000

  /// The run is left without a judgement.
  struct Left: Error {}

  /// A provider's answer that is on its way.
  struct Flight {
    let at: Instant
    let answer: TurnInput
    let fault: String?
  }

  /// - Parameters:
  ///   - fault: a deliberate fault of the engine.
  ///   - tracesTransitions: has the trace tell each transition, too.
  public init(_ plan: SimulationPlan, fault: PlantedFault? = nil, tracesTransitions: Bool = false) throws {
    self.plan = plan
    self.tracesTransitions = tracesTransitions
    self.fault = fault
    daemon = try SimulatedDaemon(plan, fault: fault)
    counterparts = Counterparts(
      seed: plan.seed, misconduct: plan.misconduct, catalogue: plan.catalogue)
  }

  /// Runs the moves, lets the world become calm, and holds everything against the promises.
  public func run() {
    do {
      try restart(after: .zero)
      for planned in plan.moves {
        draw = Draw(plan.seed, "move \(planned.number)")
        note("\(planned.number): \(planned.move)")
        try apply(planned.move)
      }
      draw = Draw(plan.seed, "end")
      try calmDown()
      try judge("once all is calm", replays: false)
      try advance(to: later(.seconds(45 * 86_400)))
      try decideIncidents()
      try judge("weeks later")
    } catch let violation as Violation {
      find(violation.text)
    } catch is Left {
      isLeft = true
      note("the run is left: there is no end to what its random definitions want")
    } catch {
      find("the run could not go on: \(error)")
    }
    coverage.add(forms: plan.definitions.forms, stepped: steppedForms)
  }

  /// Notes the remarks that forms of the language leave.
  func noteForms(_ journal: [JournalRecord]) {
    for record in journal where record.kind == .note && record.text.hasPrefix("#") {
      steppedForms.insert(String(record.text.dropFirst()))
    }
  }

  func find(_ text: String) {
    note("FOUND: \(text)")
    findings.append(text)
  }

  func note(_ line: @autoclosure () -> String) { trace.append("\(now) \(line())") }

  func trace(_ journal: [JournalRecord]) {
    guard tracesTransitions else { return }
    for record in journal {
      let what =
        switch record.kind {
        case .transition: "\(record.from) → \(record.to)"
        case .incident: "incident"
        default: "\(record.step) \(record.outcome)"
        }
      note("  \(record.reference) \(record.workflow): \(what) \(record.event) \(record.text)")
    }
  }

  func later(_ time: Duration) -> Instant { now.adding(time) ?? now }

  func reader() throws -> any StoreReader { try daemon.store.makeReader() }

  /// The time that the daemon gives the engine.
  var wall: Instant { clock.time(at: now) }

  /// Changes the clocks. A daemon whose clock is trusted again takes a turn.
  func change(_ body: (inout SimulatedClock) -> Void) {
    let wasHeld = isClockHeld
    body(&clock)
    if wasHeld, !isClockHeld { wake = wall }
    if wasHeld != isClockHeld { note(isClockHeld ? "the clock is distrusted" : "the clock is trusted") }
  }

  // MARK: Moves

  func apply(_ move: Move) throws {
    switch move {
    case .start(let family): send(.start, "request", family) { start(family, $0) }
    case .event(let family, let name, let role, let body, let copies):
      send(.event, name, family, copies: copies) { event(family, name, role, body, $0) }
    case .webhook(let family, let type, let object, let copies): webhook(family, type, object, copies)
    case .told(let family, let source, let type, let body, let copies): told(family, source, type, body, copies)
    case .refundSettles(let family, let status): refundSettles(family, status)
    case .answerTask(let place, let data): try Operators(run: self).answerTask(place, data)
    case .retryTask(let place): try Operators(run: self).retryTask(place)
    case .settleTask(let place, let declines): try Operators(run: self).settleTask(place, declines)
    case .resolveIncident(let place, let decision): try Operators(run: self).resolveIncident(place, decision)
    case .wait(let time): return try advance(to: later(time))
    case .until(let family, let offset):
      let start = BookingMoves.start(family, isCrowded: plan.isCrowded)
      return try advance(to: max(now, start.adding(offset) ?? now))
    case .sleep(let time):
      now = later(time)
      pending.insert("asleep")
    case .crash(let crash, let downtime): try die(crash, downtime)
    case .storeFault(let failure, let commits): failCommits(failure, commits)
    case .failWrite(let failure, let number):
      var plan = daemon.faulty.plan
      plan.failedWrites[daemon.faulty.writeCount + number] = failure.kind
      daemon.faulty.setPlan(plan)
    case .breakFamily(let family):
      guard let family else { break }
      var plan = daemon.faulty.plan
      plan.refusedFamily = try reader().family(key: reference(family))?.id
      daemon.faulty.setPlan(plan)
    case .burst(let family, let name, let role, let body, let events):
      for _ in 0..<events { send(.event, name, family) { event(family, name, role, body, $0) } }
    case .refuseWrite(let number):
      var plan = daemon.faulty.plan
      plan.refusedWrites.insert(daemon.faulty.writeCount + number)
      daemon.faulty.setPlan(plan)
    case .holdClock(let isDistrusted): change { if isDistrusted { $0.distrust(at: now) } else { $0.accept() } }
    case .stepClock(let offset): change { $0.set(offset, at: now) }
    case .deploy(let version): try daemon.deploy(version)
    case .look(let family): try look(family)
    case .strangers(let events): for _ in 0..<events { Outsiders(run: self).stranger() }
    case .preview(let family, let name, let body): try preview(family, name, body)
    case .report(let number):
      let report = TurnInput.report(code: "outside", title: "problem \(number)", detail: .map(ValueMap()))
      flights.append(Flight(at: now, answer: report, fault: nil))
    case .putRecord(let number): try putRecord(number)
    case .delegate(let place): try Operators(run: self).delegate(place)
    case .impostor(let place): Outsiders(run: self).impostor(place)
    case .ancient(let family): Outsiders(run: self).ancient(family)
    case .oddRequest(let kind): Outsiders(run: self).oddRequest(kind)
    case .oddEvent(let family, let kind): Outsiders(run: self).oddEvent(family, kind)
    case .changeRecord(let number): try changeRecord(number)
    case .loseDefinitions:
      daemon.lacksDefinitions = true
      try die(.now, .zero)
    }
    // Some moves follow each other before a turn sees them.
    if draw.chance(70) { try rest(turns: 1 + draw.below(4)) }
  }

  // MARK: The end

  /// Ends all troubles, and lets everybody finish what they began.
  func calmDown() throws {
    daemon.faulty.setPlan(.none)
    counterparts.isCalm = true
    change { $0 = SimulatedClock() }
    if daemon.lacksDefinitions {
      daemon.lacksDefinitions = false
      try restart(after: .zero)
    }
    let last = deliveries.map(\.at).max() ?? now
    try advance(to: max(now, last).adding(.seconds(7_200)) ?? now)
    // Events for which there is no room at a stopped family are sent again until an operator has decided about it.
    for _ in 0..<4 {
      try decideIncidents()
      if senders.allSatisfy(\.isSettled) { break }
      try advance(to: later(.seconds(7_200)))
    }
    for sender in senders where !sender.isSettled {
      // A random workflow may fail at each of many events, and stop anew.
      if !plan.definitions.isShipped { throw Left() }
      throw Violation(text: "\(sender.actor) is not answered")
    }
    // Everybody asks once more: what was acknowledged is still known.
    for sender in senders where sender.acknowledgement != nil { deliveries.append((now, sender, true)) }
    try rest()
  }

  /// Operators have every stopped family go on; one whose definitions cannot step an input loses that input.
  func decideIncidents() throws {
    for round in 0..<8 {
      let reader = try reader()
      let stopped = try reader.families(FamilyFilter(status: .stopped, limit: 100))
      if stopped.isEmpty { return }
      for family in stopped {
        for incident in try reader.incidents(status: .open, family: family.id, limit: 100) {
          command("incident", round < 3 ? .incidentRetry(incident.id) : .incidentSkip(incident.id))
        }
      }
      try advance(to: later(.seconds(3_600)))
    }
  }

  func judge(_ moment: String, replays: Bool = true) throws {
    // Messages on their way arrive first.
    var rounds = 0
    while let last = (flights.map(\.at) + deliveries.map(\.at)).max(), rounds < 100 {
      rounds += 1
      try advance(to: max(now, last))
    }
    for finding in try SimulationJudge(run: self, replays: replays).findings() { find("\(moment): \(finding)") }
  }
}
