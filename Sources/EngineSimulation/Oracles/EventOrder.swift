internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Storage
internal import WorkflowTesting

/// Tells a booking what the payment provider did after it was paid out, in two orders and with repetitions: what happened
/// is the same, so its end has to be the same.
public struct EventOrder {
  private let seed: UInt64
  private let fault: PlantedFault?

  /// - Parameters:
  ///   - seed: decides what happened, and the second order.
  ///   - fault: a deliberate fault of the engine.
  public init(seed: UInt64, fault: PlantedFault? = nil) {
    self.seed = seed
    self.fault = fault
  }

  /// Returns what differs between the two ends, or was wrong in one of the runs.
  public func findings() throws -> [String] {
    let first = try end(shuffled: false)
    let second = try end(shuffled: true)
    if !first.findings.isEmpty || !second.findings.isEmpty { return first.findings + second.findings }
    return first.picture == second.picture ? [] : ["in order: \(first.picture)", "otherwise: \(second.picture)"]
  }

  private func end(shuffled: Bool) throws -> (picture: [String], findings: [String]) {
    let run = try SimulationRun(SimulationPlan(seed: seed, moves: moves(shuffled: shuffled)), fault: fault)
    run.run()
    let reader = try run.reader()
    var picture: [String] = []
    for family in try reader.families(FamilyFilter(limit: 10)) {
      picture += try reader.instances(of: family.id).map { "\($0.workflow) in \($0.states)" }
      var balances: [String: Int64] = [:]
      for posting in try reader.postings(of: family.id) {
        balances[posting.debit, default: 0] -= posting.amount
        balances[posting.credit, default: 0] += posting.amount
      }
      picture += balances.filter { $0.value != 0 }.map { "\($0.key): \($0.value)" }.sorted()
    }
    return (picture, run.findings)
  }

  private func moves(shuffled: Bool) -> [Move] {
    let reference = BookingMoves.reference(0)
    var what = Draw(seed, "what happened")
    var order = Draw(seed, "order")
    func delays() -> [Duration] {
      guard shuffled else { return [.zero] }
      return (0..<1 + order.below(2)).map { _ in order.seconds(upTo: 40_000) }
    }
    func webhook(_ type: String, _ object: Value) -> Move {
      .webhook(family: 0, type: type, object: object, copies: delays())
    }
    var moves: [Move] = [
      .start(family: 0), .wait(.seconds(120)),
      .webhook(
        family: 0, type: "payment_intent.succeeded",
        object: [
          "id": .string("pi_\(reference)/intent/1"), "transfer_group": .string(reference), "amount_received": 3_000,
          "currency": "eur", "latest_charge": .string("ch_\(reference)"),
        ], copies: [.zero]),
      .until(family: 0, .seconds(60)),
      .event(family: 0, name: "consultant.start", role: "consultant", body: .map(ValueMap()), copies: []),
      .until(family: 0, .seconds(1_900)),
      .event(family: 0, name: "client.confirm", role: "client", body: .map(ValueMap()), copies: []),
      .wait(.seconds(5 * 86_400)),
    ]
    for number in 1...2 where what.chance(70) {
      let dispute = Value.string("du_\(reference)_\(number)")
      let charge = Value.string("ch_\(reference)")
      let amount = Value.int(what.one(of: [500, 1_000]))
      moves.append(
        webhook(
          "charge.dispute.created", ["id": dispute, "charge": charge, "status": "needs_response", "amount": amount]))
      if what.chance(80) {
        moves.append(
          webhook(
            "charge.dispute.closed",
            ["id": dispute, "charge": charge, "status": .string(what.one(of: ["won", "lost"])), "amount": amount]))
      }
    }
    moves.append(webhook("account.updated", ["id": "acct_c1"]))
    return moves + [.wait(.seconds(300_000))]
  }
}
