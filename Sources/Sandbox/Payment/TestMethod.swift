import CivilTime

/// A payment method of the provider's test mode (docs.stripe.com/testing), whose name or number determines the result.
struct TestMethod: Sendable, Equatable {
  enum Refunds: Sendable, Equatable { case settle, stayPending, fail }

  struct Disputed: Sendable, Equatable {
    var reason: String
    var isInquiry = false
  }

  var type: String
  var outcome = PaymentOutcome.succeed(nil)
  /// True if a processing debit fails in the end.
  var debitFails = false
  /// How long a debit processes, if not for the sandbox's default.
  var debitLasts: Duration?
  /// True if the money is available in the balance at once.
  var isAvailableAtOnce = false
  var refunds = Refunds.settle
  /// The disputes that the bank opens as soon as the charge exists.
  var disputes: [Disputed] = []
  var isSuspicious = false
  var brand = "visa"
  var last4 = "4242"

  /// Methods whose result is known only after days.
  static let delayed: Set<String> = ["sepa_debit", "bacs_debit", "us_bank_account"]
  static let types: Set<String> = delayed.union(["card", "paypal", "customer_balance", "link"])

  static func card(_ outcome: PaymentOutcome = .succeed(nil)) -> TestMethod {
    TestMethod(type: "card", outcome: outcome)
  }

  /// Returns the method for a name `pm_…` or `tok_…`; nil if the provider has none of that name.
  static func named(_ id: String) -> TestMethod? {
    switch id {
    case "pm_sepa_debit", "pm_success_de": return .debit("sepa_debit")
    case "pm_failed_de": return .debit("sepa_debit", fails: true)
    case "pm_usBankAccount_success": return .debit("us_bank_account")
    case "pm_usBankAccount_insufficientFunds", "pm_usBankAccount_accountClosed":
      return .debit("us_bank_account", fails: true)
    case "pm_bacsDebit_success": return .debit("bacs_debit")
    default: break
    }
    for prefix in ["pm_card_", "tok_"] where id.hasPrefix(prefix) {
      return card(named: id.dropFirst(prefix.count))
    }
    return nil
  }

  private static let brands: Set<String> = [
    "visa", "visa_debit", "mastercard", "mastercard_debit", "mastercard_prepaid", "amex", "discover", "diners", "jcb",
    "unionpay",
  ]

  private static func card(named name: Substring) -> TestMethod? {
    // `visa`, or the two letters of a country.
    if brands.contains(String(name)) || (name.count == 2 && name.utf8.allSatisfy { (97...122).contains($0) }) {
      var card = TestMethod.card()
      if let brand = name.split(separator: "_").first, name.count > 2 { card.brand = String(brand) }
      return card
    }
    let act = name.hasPrefix("visa_") ? name.dropFirst(5) : name
    if act.hasPrefix("chargeDeclined") {
      return PaymentOutcome.Decline.named[String(act.dropFirst(14))].map { .card(.decline($0)) }
    }
    return behaving(String(act))
  }

  private static func behaving(_ act: String) -> TestMethod? {
    var card = TestMethod.card()
    switch act {
    case "chargeCustomerFail", "riskLevelHighest": card.outcome = .decline(.generic)
    case "authenticationRequired", "authenticationRequiredOnSetup", "authenticationRequiredSetupForOffSession",
      "threeDSecure2Required", "threeDSecureRequired", "authenticationRequiredChargeDeclinedInsufficientFunds":
      card.outcome = .requireAction
    case "threeDSecureOptional", "riskLevelElevated", "avsFail", "cvcCheckFail": break
    case "bypassPending", "bypassPendingInternational": card.isAvailableAtOnce = true
    case "createDispute": card.disputes = [Disputed(reason: "fraudulent")]
    case "createDisputeProductNotReceived": card.disputes = [Disputed(reason: "product_not_received")]
    case "createDisputeInquiry": card.disputes = [Disputed(reason: "fraudulent", isInquiry: true)]
    case "createIssuerFraudWarning": card.isSuspicious = true
    case "refundFail": card.refunds = .fail
    case "pendingRefund": card.refunds = .stayPending
    default: return nil
    }
    return card
  }

  private static let numbers: [String: String] = [
    "4000000000000002": "chargeDeclined", "4000000000009995": "chargeDeclinedInsufficientFunds",
    "4000000000009987": "chargeDeclinedLostCard", "4000000000009979": "chargeDeclinedStolenCard",
    "4000000000000069": "chargeDeclinedExpiredCard", "4000000000000127": "chargeDeclinedIncorrectCvc",
    "4000000000000119": "chargeDeclinedProcessingError", "4000000000006975": "chargeDeclinedVelocityLimitExceeded",
    "4000000000000341": "chargeCustomerFail", "4000002500003155": "authenticationRequired",
    "4000002760003184": "authenticationRequired", "4000000000000077": "bypassPending",
    "4000000000000259": "createDispute", "4000000000002685": "createDisputeProductNotReceived",
    "4000000000001976": "createDisputeInquiry", "4000000000005423": "createIssuerFraudWarning",
    "4000000000007726": "pendingRefund", "4000000000005126": "refundFail",
  ]

  /// The result of a debit by the account's number, and the time until then; the provider's test mode has accounts with
  /// a quick result.
  private static let accounts: [String: (fails: Bool, lasts: Duration?)] = [
    "DE62370400440532013001": (true, nil), "AT861904300235473202": (true, .zero),
    "AT321904300235473204": (false, .seconds(180)), "AT051904300235473205": (true, .seconds(180)),
    "AT611904300234573201": (false, .zero), "33333335": (true, nil), "000111111116": (true, nil),
    "000111111113": (true, nil), "000222222227": (true, nil),
  ]

  static func debit(_ type: String, account: String = "", fails: Bool = false) -> TestMethod {
    let end = accounts[account]
    return TestMethod(
      type: type, outcome: .process, debitFails: end?.fails ?? fails, debitLasts: end?.lasts,
      last4: account.isEmpty ? "3000" : String(account.suffix(4)))
  }

  /// Reads `type=sepa_debit` with `[sepa_debit][iban]`, or `card` with `[card][number]` or `[card][token]`.
  static func described(_ data: Parameters, param: String) throws(PaymentError) -> TestMethod {
    let type = try data.required("type")
    let details = try data.object(type) ?? Parameters()
    switch type {
    case "sepa_debit": return .debit(type, account: try details.required("iban").filter { $0 != " " }.uppercased())
    case "bacs_debit", "us_bank_account": return .debit(type, account: try details.required("account_number"))
    case "customer_balance": return TestMethod(type: type, outcome: .awaitTransfer)
    case "paypal", "link": return TestMethod(type: type, outcome: .requireAction)
    case "card":
      if let token = try details.text("token") {
        guard let method = named(token) else { throw .absent("token", token, param: "card[token]", status: 400) }
        return method
      }
      let number = try details.required("number")
      var card = numbers[number].flatMap { TestMethod.card(named: $0[...]) } ?? .card()
      card.last4 = String(number.suffix(4))
      return card
    default: throw .invalid("The sandbox knows \(types.sorted().joined(separator: ", ")) only.", param: param)
    }
  }

  static func check(_ types: [String]) throws(PaymentError) {
    for type in types where !Self.types.contains(type) {
      throw .invalid(
        "The payment method type \"\(type)\" is invalid.", code: "parameter_invalid", param: "payment_method_types")
    }
  }
}
