import CEL
import CivilTime
import EngineMessages
import Execution
import Statecharts
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// A booking on the shipped definitions, in memory and virtual time. The definitions are read once for all tests.
struct Bench {
  static let bundle = Result { try ShippedWorkflows.booking() }
  static let epoch = Instant(seconds: 1_803_893_400, nanoseconds: 0)!

  let simulation: Simulation
  let booking: Booking

  init(
    days: Int64 = 5, price: Int64 = 3_000, reference: String = "VLT-20270101-TEST", consultant: String = "c1",
    checklist: Bool = false, concurrency: Int = 64, bundle: Statecharts.Bundle? = nil,
    configure: (inout EngineOptions) -> Void = { _ in }
  ) throws {
    simulation = try Simulation(
      bundle: bundle ?? Self.bundle.get(), now: Self.epoch, configure: configure, concurrency: concurrency)
    booking = Booking(
      simulation, reference: reference, price: price, days: days, consultant: consultant, checklist: checklist)
  }

  /// Another booking in the same world.
  func another(_ reference: String, days: Int64 = 5, consultant: String = "c1") -> Booking {
    Booking(simulation, reference: reference, days: days, consultant: consultant)
  }

  var reference: String { booking.reference }
  var providers: ScriptedProviders { simulation.providers }
  var view: ValueMap { get throws { try simulation.view(reference) } }
  var balances: [String: Int64] { get throws { try simulation.balances(reference) } }

  func advance(_ offsetFromStart: Duration) throws { try simulation.advance(to: booking.at(offsetFromStart)) }

  func wait(_ time: Duration) throws { try simulation.advance(to: simulation.now.adding(time)!) }

  /// Requested and paid.
  func confirm() throws {
    try booking.request()
    try booking.pays()
  }

  /// Paid, met, confirmed by the client half an hour after the start: the escrow cools.
  func deliver() throws {
    try confirm()
    try advance(.seconds(60))
    try booking.party("consultant.start", "consultant")
    try advance(.seconds(1_900))
    try booking.party("client.confirm", "client")
  }

  /// Amounts of a money step's acts, in the order of their keys.
  func amounts(of step: String) -> [Value?] { providers.acts(of: step).map { $0.input["amount"] } }

  /// How many different mails of a template were sent to a party.
  func mails(_ template: String, to address: String = "ada@client.example", of reference: String? = nil) -> Int {
    let prefix = (reference ?? self.reference) + "/"
    return providers.acts(of: "email.send").count {
      $0.key.hasPrefix(prefix) && $0.input["template"] == .string(template) && $0.input["to"] == .string(address)
    }
  }

  func incidents() throws -> [IncidentRecord] {
    try simulation.reader().incidents(status: .open, family: nil, limit: 1_000)
  }

  @discardableResult
  func act(_ action: OperatorCommand.Action, key: String = "act-1") throws -> Reply {
    try simulation.send { token in
      .command(OperatorCommand(action: action, key: key, actor: "uid 0", reason: "test"), token)
    }
  }

  /// Nothing needs a person, and the store is what its history gives.
  func expectSound(incidents expected: [String] = [], _ location: SourceLocation = #_sourceLocation) throws {
    let story = Comment(rawValue: try simulation.story())
    #expect(try incidents().map(\.code) == expected, story, sourceLocation: location)
    #expect(try simulation.verify().map(\.description) == [], sourceLocation: location)
  }

  func expect(
    status: Value? = nil, escrow: Value? = nil, payment: Value? = nil, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let view = try view
    let story = Comment(rawValue: try simulation.story())
    if let status { #expect(view["status"] == status, story, sourceLocation: location) }
    if let escrow { #expect(view["escrowDetail"] == escrow, story, sourceLocation: location) }
    if let payment { #expect(view["paymentDetail"] == payment, story, sourceLocation: location) }
  }
}

extension Reply {
  /// The code of a refusal; nil for any other answer.
  var refusal: String? { if case .rejected(let code, _) = self { code } else { nil } }

  /// The disposition of an accepted event, or the result of a command; nil for any other answer.
  var verdict: String? {
    switch self {
    case .accepted(_, let disposition): disposition.rawValue
    case .carriedOut(_, let result): result
    default: nil
    }
  }
}
