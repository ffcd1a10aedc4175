internal import CEL
internal import CivilTime
internal import Execution
internal import WorkflowTesting
internal import Statecharts

/// Everything that a seed decides: the definitions, the size of the world, how badly its counterparts behave, and the
/// moves.
public struct SimulationPlan: Sendable {
  /// A move with the number that it keeps when others are left out. What is drawn during a move depends on this number.
  struct Planned: Sendable {
    let number: Int
    let move: Move
  }

  /// The seed.
  public let seed: UInt64
  let definitions: Definitions
  let families: Int
  /// The most attempts that each executor has out at once.
  let concurrency: Int
  /// The share of requests, in percent, that a counterpart does not answer at once and truthfully.
  let misconduct: Int
  /// True if all families want the same consultant at the same times.
  let isCrowded: Bool
  /// How long the providers recognise a key; nil for as long as the real ones do.
  let keyLifetime: Duration?
  let limits: SimulationLimits
  /// The optional features that are switched on.
  let features: Features
  var moves: [Planned]
  /// The number of moves.
  public var size: Int { moves.count }

  /// A plan for the shipped workflows in which everybody behaves, with these moves.
  init(seed: UInt64, families: Int = 1, features: Features = .none, moves: [Move]) throws {
    self.seed = seed
    definitions = try Definitions.drawn(by: 0)
    (self.families, concurrency, misconduct) = (families, 64, 0)
    (isCrowded, keyLifetime, limits, self.features) = (false, nil, SimulationLimits(), features)
    self.moves = Self.numbered(moves)
  }

  private static func numbered(_ moves: [Move]) -> [Planned] {
    moves.enumerated().map { Planned(number: $0.offset, move: $0.element) }
  }

  /// The steps that executors offer in this run.
  var catalogue: [StepDeclaration] {
    ShippedWorkflows.catalogue.map { step in keyLifetime.map(step.remembering) ?? step }
  }

  /// Draws the plan of a seed.
  public init(seed: UInt64) throws {
    self.seed = seed
    definitions = try Definitions.drawn(by: seed)
    features = .drawn(by: seed)
    var draw = Draw(seed, "plan")
    families = 1 + draw.below(3)
    concurrency = draw.one(of: [1, 2, 2, 64])
    misconduct = draw.one(of: [0, 10, 30, 60])
    isCrowded = draw.chance(25)
    keyLifetime = draw.one(of: [nil, nil, .seconds(1_200), .seconds(7_200)])
    limits = SimulationLimits(
      cacheBytes: draw.one(of: [200_000, 40_000, 1]), eventsPerRole: draw.one(of: [10_000, 10_000, 12]))
    let disturbance = draw.one(of: [0, 10, 30])
    // In workflows that are put together there is more to see.
    let count = (12 + draw.below(30)) * (definitions.workflows.count > 1 ? 2 : 1)
    var moves: [Move] = []
    if definitions.isShipped {
      var people = BookingMoves(
        draw: Draw(seed, "people"), families: families, isCrowded: isCrowded, features: features)
      for family in 0..<families { moves += people.opening(family) }
      for _ in 0..<count { moves += people.next() }
    } else {
      var people = AnyMoves(draw: Draw(seed, "people"), families: families, definitions: definitions)
      for family in 0..<families { moves.append(.start(family: family)) }
      for _ in 0..<count { moves.append(people.next()) }
    }
    var troubles = TroubleMoves(draw: Draw(seed, "trouble"), families: families, definitions: definitions)
    moves = moves.flatMap { move in draw.chance(disturbance) ? [troubles.next(), move] : [move] }
    self.moves = Self.numbered(moves)
  }
}

/// Troubles that the operating system, the disk, the clock and the operators bring.
struct TroubleMoves {
  var draw: Draw
  let families: Int
  let definitions: Definitions

  mutating func next() -> Move {
    let kinds: [(weight: Int, value: Int)] = [
      (6, 0), (4, 1), (3, 2), (3, 3), (3, 4), (2, 5), (2, 6), (2, 7), (2, 8), (2, 9), (1, 10), (10, 11),
    ]
    switch draw.weighted(kinds) {
    case 0:
      return .crash(draw.one(of: Move.Crash.allCases), downtime: draw.one(of: [.zero, .seconds(40), .seconds(7_200)]))
    case 1: return .storeFault(draw.one(of: Move.Failure.allCases), commits: 1 + draw.below(4))
    case 2: return .refuseWrite(1 + draw.below(60))
    case 3: return .holdClock(draw.chance(40))
    case 4: return .stepClock(clockOffset())
    case 5: return .deploy(draw.below(2))
    case 6: return .look(family: draw.below(families))
    case 9:
      return .failWrite(draw.one(of: [.full, .busy, .ambiguous]), number: 1 + draw.below(60))
    case 10: return burst()
    case 11: return outsider()
    case 7: return .sleep(draw.one(of: [.seconds(300), .seconds(30_000), .seconds(200_000)]))
    default:
      return draw.chance(50)
        ? .resolveIncident(draw.below(4), draw.one(of: [.retry, .retry, .skip, .discard])) : .retryTask(draw.below(4))
    }
  }
}

extension TroubleMoves {
  /// Mostly a small error, at times one for which the clock is distrusted.
  private mutating func clockOffset() -> Duration {
    if draw.chance(70) { return .seconds(Int64(draw.below(60)) - 30) }
    let size: Int64 = draw.one(of: [90, 3_600, 86_400, 40 * 86_400, 3_650 * 86_400])
    return .seconds(draw.chance(50) ? size : -size)
  }

  /// Operators, senders and deploys that do what is seldom done.
  private mutating func outsider() -> Move {
    let family = draw.below(families)
    switch draw.below(12) {
    case 11: return .settleTask(draw.below(4), declines: draw.chance(40))
    case 8: return .oddRequest(draw.below(3))
    case 9: return .oddEvent(family: family, draw.below(4))
    case 10: return .changeRecord(draw.below(2))
    case 0: return .strangers(1 + draw.below(30))
    case 1, 2:
      guard definitions.isShipped else { return .look(family: family) }
      let (name, body): (String, Value) = draw.one(of: [
        ("operator.freeze", ["reason": "x"]), ("cancel.operator", ["reason": "x"]), ("no.such.event", [:]),
        ("operator.resolve", ["verdict": "deliver", "percent": nil]), ("operator.resolve", ["verdict": 1]),
      ])
      return .preview(family: family, name: name, body: body)
    case 3: return .report(draw.below(2))
    case 4: return .putRecord(draw.below(2))
    case 5: return .delegate(draw.below(3))
    case 6: return .impostor(draw.below(8))
    default: return draw.chance(50) ? .ancient(family: family) : .loseDefinitions
    }
  }

  /// More events at once than may wait for a family that is stopped.
  private mutating func burst() -> Move {
    let family = draw.below(families)
    guard !definitions.isShipped else {
      return .burst(
        family: family, name: "operator.freeze", role: "operator", body: ["reason": "x"], events: 20 + draw.below(20))
    }
    var people = AnyMoves(draw: Draw(draw.next()), families: families, definitions: definitions)
    guard case .event(_, let name, let role, let body, _) = people.event() else { return .look(family: family) }
    return .burst(family: family, name: name, role: role, body: body, events: 20 + draw.below(20))
  }
}

/// Random events, answers and pauses for definitions of which nothing is known.
struct AnyMoves {
  var draw: Draw
  let families: Int
  private let definitions: Definitions
  /// By workflow, the events that somebody outside may send.
  private let events: [[EventDeclaration]]

  init(draw: Draw, families: Int, definitions: Definitions) {
    self.draw = draw
    self.families = families
    self.definitions = definitions
    events = definitions.versions[0].map { bundle in
      bundle.machines.flatMap { $0.declarations.values }.filter { !$0.by.isEmpty }.sorted { $0.name < $1.name }
    }
  }

  mutating func next() -> Move {
    switch draw.below(definitions.workflows.count > 1 ? 11 : 10) {
    case 10: return .refundSettles(family: draw.below(families), status: draw.one(of: ["succeeded", "failed"]))
    case 0, 1, 2: return .wait(draw.one(of: [.seconds(60), .seconds(3_600), .seconds(90_000)]))
    case 3: return .answerTask(draw.below(3), draw.chance(70) ? answer() : nil)
    default: return event()
    }
  }

  /// Fields that the task's form does not have are left out when it is sent.
  private mutating func answer() -> ValueMap {
    ["n": .int(Int64(draw.below(9))), "sure": .bool(draw.chance(50))]
  }

  mutating func event() -> Move {
    let family = draw.below(families)
    let known = events[definitions.place(of: family)]
    var event = draw.one(of: known)
    // Events of tasks, which the engine itself sends, are seldom sent by hand.
    if event.name.hasPrefix("task.") { event = draw.one(of: known) }
    var values = ValueDraw(draw: Draw(draw.next()))
    return .event(
      family: family, name: event.name, role: draw.one(of: event.by),
      body: values.value(of: event.data),
      copies: draw.chance(20) ? [draw.seconds(upTo: 4_000)] : [])
  }
}
