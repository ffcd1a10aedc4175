import CEL
import Foundation
import Testing

@testable import Sandbox

/// The sandbox's objects beside the examples that the provider publishes of each.
@Suite struct ObjectShapeTests {
  /// The provider's own examples; they are not part of this repository, and without them there is nothing to compare.
  static let file = OtherClientsTests.root.deletingLastPathComponent()
    .appending(path: "shared/data/stripe/fixtures3.json")

  /// Fields that the examples have because of what is in them, or that belong to features that are not stood in for.
  private static let left: [String: Set<String>] = [
    "account": ["company", "controller", "settings", "tos_acceptance", "individual"],
    "event": ["context"],
  ]

  static func objects() throws -> [String: Value] {
    var bench = try Bench()
    let customer = bench.stripe("POST", "customers", "name=J")
    let product = bench.stripe("POST", "products", "name=P")
    let price = bench.stripe("POST", "prices", "product=\(product.id)&unit_amount=1500&currency=eur")
    let session = bench.stripe(
      "POST", "checkout/sessions",
      "mode=payment&success_url=https://a.example&line_items[0][price]=\(price.id)&line_items[0][quantity]=1")
    let intent = bench.stripe(
      "POST", "payment_intents", "amount=3000&currency=eur&confirm=true&payment_method=pm_card_createDispute")
    let charge = intent.body["latest_charge"]?.stringValue ?? ""
    let (other, _) = try bench.paid()
    let refund = bench.stripe("POST", "refunds", "payment_intent=\(other)&amount=100")
    _ = bench.control("POST", "balance", ["amount": 50_000])
    let transfer = bench.stripe("POST", "transfers", "amount=100&currency=eur&destination=acct_consultant")
    let reversal = bench.stripe("POST", "transfers/\(transfer.id)/reversals", "amount=10")
    let warned = bench.stripe(
      "POST", "payment_intents", "amount=3000&currency=eur&confirm=true&payment_method=pm_card_createIssuerFraudWarning"
    )
    func first(_ list: Bench.Reply) -> Value { list.body["data"]?.listValue?.first ?? .null }
    return [
      "customer": customer.body, "product": product.body, "price": price.body, "checkout.session": session.body,
      "payment_intent": intent.body, "charge": bench.stripe("GET", "charges/\(charge)").body, "refund": refund.body,
      "transfer": transfer.body, "transfer_reversal": reversal.body,
      "dispute": first(bench.stripe("GET", "disputes", "charge=\(charge)")),
      "payment_method": bench.stripe("POST", "payment_methods", "type=card&card[token]=tok_visa").body,
      "payout": bench.stripe("POST", "payouts", "amount=100&currency=eur").body,
      "account": bench.stripe("GET", "accounts/acct_consultant").body, "balance": bench.stripe("GET", "balance").body,
      "event": first(bench.stripe("GET", "events", "limit=1")),
      "radar.early_fraud_warning": first(
        bench.stripe("GET", "radar/early_fraud_warnings", "payment_intent=\(warned.id)")),
    ]
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file.path)))
  func everyObjectHasTheFieldsOfTheProvidersExample() throws {
    let examples = try JSON.parse([UInt8](Data(contentsOf: Self.file)))["resources"]
    for (name, object) in try Self.objects().sorted(by: { $0.key < $1.key }) {
      let example = try #require(examples?[name]?.mapValue)
      let given = object.mapValue ?? ValueMap()
      let missing = example.keys.compactMap(\.stringValue).filter {
        given[$0] == nil && Self.left[name]?.contains($0) != true
      }
      #expect(missing.isEmpty, "\(name) lacks \(missing.joined(separator: ", "))")
      for (key, value) in given.entries {
        guard let key = key.stringValue, let wanted = example[key], !wanted.isNull, !value.isNull else { continue }
        // A reference may be the identifier or the object.
        if wanted.stringValue != nil || value.stringValue != nil { continue }
        #expect((wanted.mapValue == nil) == (value.mapValue == nil), "\(name).\(key) is of another kind")
        #expect((wanted.listValue == nil) == (value.listValue == nil), "\(name).\(key) is of another kind")
      }
    }
  }
}
