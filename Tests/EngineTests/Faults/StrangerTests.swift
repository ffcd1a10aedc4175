import CEL
import CivilTime
import Storage
import Testing
import WorkflowEngine
import WorkflowTesting

/// The provider's account is used by others too. What they do there is acknowledged and forgotten; what names a booking of ours that is
/// not there is told.
@Suite struct StrangerTests {
  static let strangers: [(type: String, object: ValueMap, disposition: String)] = [
    ("payment_intent.succeeded", ["id": "pi_shop", "amount_received": 5, "currency": "eur"], "ignored"),
    ("payment_intent.succeeded", ["id": "pi_shop", "transfer_group": nil], "ignored"),
    ("payment_intent.succeeded", ["id": "pi_shop", "transfer_group": "group_shop"], "ignored"),
    ("refund.updated", ["id": "re_shop", "charge": "ch_shop", "status": "succeeded", "metadata": [:]], "unmatched"),
    ("charge.dispute.created", ["id": "du_shop", "charge": "ch_shop", "amount": 5], "unmatched"),
    ("charge.dispute.closed", ["id": "du_shop", "charge": ["id": "ch_shop"], "status": "won"], "unmatched"),
    ("account.updated", ["id": "acct_nobody"], "ignored"),
    ("customer.created", ["id": "cus_shop"], "ignored"),
  ]

  @Test(arguments: strangers.indices) func eventsOfOthersAtTheProviderAreForgotten(_ index: Int) throws {
    let (type, object, disposition) = Self.strangers[index]
    let bench = try Bench { $0.isReference = { $0.hasPrefix("VLT-") } }
    try bench.confirm()
    #expect(try bench.booking.webhook(type, .map(object), key: "evt_shop").verdict == disposition)
    try bench.wait(.seconds(4 * 86_400))
    #expect(try bench.incidents().map(\.code) == [])
    #expect(try bench.simulation.reader().countInbox(in: .unmatched) == 0)
    #expect(try bench.simulation.verify().map(\.description) == [])
  }

  @Test func aMissingBookingOfOursIsReported() throws {
    let bench = try Bench { $0.isReference = { $0.hasPrefix("VLT-") } }
    let object: Value = ["id": "pi_1", "transfer_group": "VLT-20300101-NONE", "amount_received": 5, "currency": "eur"]
    #expect(try bench.booking.webhook("payment_intent.succeeded", object, key: "evt_1").verdict == "unmatched")
    try bench.wait(.seconds(4 * 86_400))
    #expect(try bench.incidents().map(\.code) == ["event-unmatched"])
  }

  /// A refund is heard of before the payment that it is about.
  @Test func anEventThatPrecedesItsPaymentReachesTheBookingLater() throws {
    let bench = try Bench()
    try bench.booking.request()
    let refund: Value = [
      "id": "re_desk", "charge": .string("ch_\(bench.reference)"), "status": "succeeded", "amount": 1_000,
    ]
    #expect(try bench.booking.webhook("refund.updated", refund, key: "evt_1").verdict == "unmatched")
    try bench.booking.pays()
    try bench.wait(.seconds(7_200))
    #expect(try bench.balances["refunded"] == 1_000)
  }
}
