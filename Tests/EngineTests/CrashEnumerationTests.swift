import CEL
import CivilTime
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// Protocol §9: whatever commit the process dies before or after, and whatever reply is lost, a booking ends the same.
@Suite struct CrashEnumerationTests {
  enum Fault: Sendable, CustomTestStringConvertible {
    case crashBefore(Int), crashAfter(Int), lostReply(Int)
    /// The disk is busy: nothing was written, the same work is taken again.
    case busy(Int)
    /// The process dies again at the first commit after its restart.
    case crashTwice(Int)

    var testDescription: String {
      switch self {
      case .crashBefore(let commit): "crash before commit \(commit)"
      case .crashAfter(let commit): "crash after commit \(commit)"
      case .crashTwice(let commit): "crash after commit \(commit) and after the recovery's"
      case .busy(let commit): "commit \(commit) refused"
      case .lostReply(let request): "reply \(request) lost"
      }
    }

    var crashes: Int {
      switch self {
      case .crashBefore, .crashAfter: 1
      case .crashTwice: 2
      case .busy, .lostReply: 0
      }
    }
  }

  /// Bookings that end differently.
  enum Story: String, Sendable, CaseIterable {
    case released, expired, cancelled, moved, reclaimed

    /// The first commit or request that is worth a fault: what is reclaimed goes as what is released, until then.
    func first(of count: Int) -> Int { self == .reclaimed ? max(1, count - 11) : 1 }

    func run(_ booking: Booking) throws {
      let simulation = booking.simulation
      switch self {
      case .released: try booking.runHappyPath()
      case .expired:
        try booking.request()
        try simulation.advance(to: booking.at(.seconds(5 * 86_400)))
      case .cancelled:
        try booking.request()
        try simulation.advance(to: simulation.now.adding(.seconds(300))!)
        try booking.pays()
        try simulation.advance(to: simulation.now.adding(.seconds(300))!)
        try booking.party("cancel.client", "client", ["reason": nil])
        try simulation.advance(to: booking.at(.seconds(5 * 86_400)))
      case .moved:
        // A lost reply is made up for in between; a mail about a date that has moved would not be sent any more.
        try booking.request()
        try simulation.advance(to: simulation.now.adding(.seconds(300))!)
        try booking.pays()
        try simulation.advance(to: simulation.now.adding(.seconds(300))!)
        let start = booking.at(.seconds(2 * 86_400))
        try booking.party(
          "reschedule.request", "client",
          ["start": .string(start.description), "end": .string(start.adding(.seconds(1_800))!.description)])
        try simulation.advance(to: start.adding(.seconds(60))!)
        try booking.party("consultant.start", "consultant")
        try simulation.advance(to: start.adding(.seconds(1_900))!)
        try booking.party("client.confirm", "client")
        try simulation.advance(to: start.adding(.seconds(5 * 86_400))!)
      case .reclaimed:
        try booking.request()
        try booking.pays()
        try simulation.advance(to: booking.at(.seconds(60)))
        try booking.party("consultant.start", "consultant")
        try simulation.advance(to: booking.at(.seconds(1_900)))
        try booking.party("client.confirm", "client")
        try simulation.advance(to: booking.at(.seconds(5 * 86_400)))
        let charge: Value = .string("ch_\(booking.reference)")
        try booking.webhook(
          "charge.dispute.created", ["id": "du_1", "charge": charge, "amount": 3_000], key: "du_1/created")
        try booking.webhook(
          "charge.dispute.closed", ["id": "du_1", "charge": charge, "status": "lost"], key: "du_1/closed")
        try simulation.advance(to: booking.at(.seconds(20 * 86_400)))
      }
    }
  }

  /// The end of a booking.
  struct End: Sendable, Equatable {
    var states: [String: String]
    var balances: [String: Int64]
    /// Business key, step and amount of everything that the providers did: each once.
    var acts: [String]
    var incidents: [String]
    var verification: [String]
  }

  struct Measure: Sendable {
    var commits: Int
    var requests: Int
    var end: End
  }

  static let measures: [Story: Result<Measure, any Error>] = Dictionary(
    uniqueKeysWithValues: Story.allCases.map { story in
      (
        story,
        Result {
          let (simulation, end) = try run(story, nil)
          return Measure(commits: simulation.faulty.commitCount, requests: simulation.providers.requests, end: end)
        }
      )
    })

  static func measure(_ story: Story) throws -> Measure {
    guard let measure = measures[story] else { throw Failure("\(story) was not measured") }
    return try measure.get()
  }

  struct Run: Sendable, CustomTestStringConvertible {
    var story: Story
    var fault: Fault
    var testDescription: String { "\(story.rawValue): \(fault.testDescription)" }
  }

  static let runs: [Run] = Story.allCases.flatMap { story -> [Run] in
    guard case .success(let measure)? = measures[story] else { return [] }
    let faults =
      (story.first(of: measure.commits)...measure.commits).flatMap { [Fault.crashBefore($0), .crashAfter($0)] }
      + stride(from: story.first(of: measure.commits), through: measure.commits, by: 3).flatMap {
        [Fault.crashTwice($0), .busy($0)]
      }
      + (story.first(of: measure.requests)...measure.requests).map { .lostReply($0) }
    return faults.map { Run(story: story, fault: $0) }
  }

  static func run(_ story: Story, _ fault: Fault?) throws -> (Simulation, End) {
    var plan = FaultPlan.none
    var later: [FaultPlan] = []
    var lost: Int?
    switch fault {
    case .crashBefore(let commit): plan.crashBeforeCommit = commit
    case .crashAfter(let commit): plan.crashAfterCommit = commit
    case .crashTwice(let commit):
      plan.crashAfterCommit = commit
      later = [FaultPlan(crashAfterCommit: 1)]
    case .busy(let commit): plan.failures[commit] = .busy
    case .lostReply(let request): lost = request
    case nil: break
    }
    let simulation = try Simulation(bundle: Bench.bundle.get(), now: Bench.epoch, plan: plan)
    simulation.plansAfterRestart = later
    simulation.providers.losesReply = lost
    let booking = Booking(simulation)
    try story.run(booking)
    let end = End(
      states: try simulation.states(booking.reference), balances: try simulation.balances(booking.reference),
      acts: simulation.providers.acts.keys.sorted().flatMap { key in
        (simulation.providers.acts[key] ?? []).map { "\(key) \($0.step) \($0.input["amount"]?.intValue ?? 0)" }
      },
      incidents: try simulation.reader().incidents(status: .open, family: nil, limit: 100).map {
        "\($0.code): \($0.title)"
      },
      verification: try simulation.verify().map(\.description))
    return (simulation, end)
  }

  @Test(arguments: Story.allCases)
  func theUndisturbedBookingNeedsNobody(_ story: Story) throws {
    let measure = try Self.measure(story)
    let count = Self.runs.count { $0.story == story }
    print("crash enumeration: \(story.rawValue): k_max \(measure.commits), requests \(measure.requests), runs \(count)")
    #expect(measure.end.incidents == [])
    #expect(measure.end.verification == [])
    #expect(measure.commits >= 5 && measure.requests >= 3)
  }

  @Test func theStoriesEndDifferently() throws {
    let ends = try Story.allCases.map { try Self.measure($0).end.balances }
    #expect(
      ends == [
        ["client": -3_000, "transferred": 2_550, "fee": 450], [:], ["client": -3_000, "refunded": 3_000],
        ["client": -3_000, "transferred": 2_550, "fee": 450], ["client": -3_000, "charged_back": 3_000],
      ])
  }

  @Test(arguments: runs)
  func aBookingEndsTheSameWhateverIsLost(_ run: Run) throws {
    let expected = try Self.measure(run.story).end
    let (simulation, end) = try Self.run(run.story, run.fault)
    var mended = end
    // A post on a social network has no key: its lost outcome is not sent again but shown, and it happened once or not at all.
    let doubt = "alarm: follow-up: the post on LinkedIn is in doubt: unknown_outcome"
    if end.incidents == [doubt] {
      mended.incidents = []
      let posts = expected.acts.filter { $0.contains(" social.post ") }
      mended.acts = (end.acts.filter { !posts.contains($0) } + posts).sorted()
      #expect(end.acts.count { posts.contains($0) } <= 1)
    }
    let story = Comment(rawValue: mended == expected ? "" : try simulation.story())
    #expect(mended.states == expected.states, story)
    #expect(mended.balances == expected.balances)
    #expect(mended.acts.sorted() == expected.acts.sorted())
    #expect(mended.incidents == [])
    #expect(mended.verification == [])
    #expect(simulation.crashes == run.fault.crashes)
  }
}
