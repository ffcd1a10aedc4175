import CEL
import Testing

@testable import Sandbox

/// Money that comes and goes by bank: transfers of customers, payouts, balances.
@Suite struct BankMoneyTests {
  private static let form =
    "amount=3000&currency=eur&payment_method_types[]=customer_balance&confirm=true"
    + "&payment_method_data[type]=customer_balance&payment_method_options[customer_balance][funding_type]=bank_transfer"
    + "&payment_method_options[customer_balance][bank_transfer][type]=eu_bank_transfer"
    + "&payment_method_options[customer_balance][bank_transfer][eu_bank_transfer][country]=DE"

  @Test func aTransferInEurosNamesAnAccountWhoseCheckDigitsAreRight() throws {
    var bench = try Bench()
    let customer = bench.stripe("POST", "customers", "name=Jenny&email=j@example.org")
    let intent = bench.stripe("POST", "payment_intents", Self.form + "&customer=\(customer.id)")
    let details = intent.body["next_action"]?["display_bank_transfer_instructions"]
    let address = try #require(details?["financial_addresses"]?[0])
    let iban = try #require(address["iban"]?["iban"]?.stringValue)
    #expect(iban.hasPrefix("DE") && iban.utf8.count == 22)
    // ISO 13616: the country and the check digits go to the end, and the whole leaves 1.
    let moved = iban.dropFirst(4) + "1314" + iban.dropFirst(2).prefix(2)
    let rest = moved.utf8.reduce(0) { ($0 * 10 + Int($1) - 48) % 97 }
    #expect(rest == 1)
    #expect(details?["reference"]?.stringValue?.isEmpty == false)
  }

  @Test(arguments: [
    ("&payment_method_options[customer_balance][bank_transfer][type]=eu_bank_transfer", ""),
    ("[country]=DE", "[country]=AT"), ("[type]=eu_bank_transfer", "[type]=us_bank_transfer"),
  ])
  func aTransferSaysInWhichCountryItsAccountIs(asked: String, instead: String) throws {
    var bench = try Bench()
    let customer = bench.stripe("POST", "customers", "name=Jenny&email=j@example.org")
    let form = "\(Self.form)&customer=\(customer.id)".replacing(asked, with: instead)
    #expect(bench.stripe("POST", "payment_intents", form).status == 400)
  }

  @Test func aBankTransferNeedsACustomerAndIsPaidInParts() throws {
    var bench = try Bench()
    #expect(bench.stripe("POST", "payment_intents", Self.form).body["error"]?["param"] == "customer")
    let customer = bench.stripe("POST", "customers", "name=Jenny&email=j@example.org")
    let intent = bench.stripe("POST", "payment_intents", Self.form + "&customer=\(customer.id)")
    #expect(intent.body["status"] == "requires_action")
    #expect(intent.body["next_action"]?["type"] == "display_bank_transfer_instructions")
    let fund = "test_helpers/customers/\(customer.id)/fund_cash_balance"
    _ = bench.stripe("POST", fund, "amount=1000&currency=eur")
    #expect(try bench.deliver().last == "payment_intent.partially_funded")
    _ = bench.stripe("POST", fund, "amount=2500&currency=eur")
    #expect(try bench.deliver().last == "payment_intent.succeeded")
    #expect(bench.stripe("GET", "payment_intents/\(intent.id)").body["amount_received"] == 3_000)
    #expect(bench.world.payment.clientele.customers[customer.id]?.cash["eur"] == 500)
  }

  @Test func aPayoutNeedsMoneyAndArrivesLater() throws {
    var bench = try Bench { $0.opening = [:] }
    let refused = bench.stripe("POST", "payouts", "amount=100&currency=eur")
    #expect(refused.error == "balance_insufficient")
    _ = bench.control("POST", "balance", ["amount": 1_000, "currency": "eur"])
    let payout = bench.stripe("POST", "payouts", "amount=600&currency=eur")
    #expect(payout.body["status"] == "pending")
    #expect(bench.stripe("POST", "payouts", "amount=500&currency=eur").error == "balance_insufficient")
    #expect(bench.stripe("POST", "payouts/\(payout.id)/cancel").body["status"] == "canceled")
    let second = bench.stripe("POST", "payouts", "amount=1000&currency=eur")
    _ = bench.clock("2027-03-03T09:00:00Z")
    #expect(bench.stripe("GET", "payouts/\(second.id)").body["status"] == "paid")
    #expect(try bench.deliver() == ["payout.created", "payout.canceled", "payout.created", "payout.paid"])
  }

  @Test func aConnectedAccountPaysOutItsOwnMoneyAndTellsItsOwnEndpoint() throws {
    var bench = try Bench { $0.connectWebhookURL = "http://127.0.0.1:1/connect" }
    _ = bench.control("POST", "accounts", ["id": "acct_x", "balance": 900])
    var call = Bench.call("POST", "/v1/payouts", "amount=900&currency=eur")
    call.headers["stripe-account"] = "acct_x"
    let payout = bench.send(call)
    #expect(payout?.status == 200)
    #expect(bench.world.payment.accounts.accounts["acct_x"]?.balance == 0)
    let attempt = try bench.attempt()
    #expect(attempt.url == "http://127.0.0.1:1/connect")
    #expect(try JSON.parse(attempt.body)["account"] == "acct_x")
    // Another account's payout is not there.
    #expect(bench.stripe("GET", "payouts/\(payout?.id ?? "")").status == 404)
  }

  @Test func theBalanceGoesBelowZeroWhenMoneyIsTakenBack() throws {
    var bench = try Bench()
    let (intent, _) = try bench.paid(3_000)
    _ = bench.control("POST", "balance", ["amount": 0, "currency": "eur"])
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent)").status == 200)
    let available = bench.stripe("GET", "balance").body["available"]?.listValue
    #expect(available?.first { $0["currency"] == "eur" }?["amount"] == -3_000)
    let transfer = bench.stripe("POST", "transfers", "amount=1&currency=eur&destination=acct_consultant")
    #expect(transfer.error == "balance_insufficient")
  }

  @Test func anAccountOfThePlatformIsOpenedChangedAndGivenUp() throws {
    var bench = try Bench()
    let account = bench.stripe("POST", "accounts", "type=express&country=DE&capabilities[transfers][requested]=true")
    #expect(account.body["payouts_enabled"] == false)
    #expect(account.body["default_currency"] == "eur")
    #expect(bench.stripe("POST", "accounts/\(account.id)", "metadata[a]=1").body["metadata"] == ["a": "1"])
    #expect(bench.stripe("DELETE", "accounts/\(account.id)").body["deleted"] == true)
    #expect(bench.stripe("GET", "accounts/\(account.id)").error == "account_invalid")
    #expect(
      bench.stripe("POST", "transfers", "amount=1&currency=eur&destination=\(account.id)").error == "resource_missing")
    #expect(
      try bench.deliver() == ["capability.updated", "account.updated", "account.application.deauthorized"])
  }

  @Test(arguments: [("jod", 1_005, false), ("jod", 1_010, true), ("isk", 10_050, false), ("jpy", 49, false)])
  func aChargeFitsItsCurrency(code: String, amount: Int, isTaken: Bool) throws {
    var bench = try Bench()
    let answer = bench.stripe("POST", "payment_intents", "amount=\(amount)&currency=\(code)")
    #expect((answer.status == 200) == isTaken)
  }
}
