import CEL
import Execution

/// Transfers the consultant's share to the connected account. Because the transfer names its charge, the money need not
/// be available yet.
struct PayoutTransfer: StripeStep {
  let declaration = StripeCatalogue.transfer
  let errorCodes = [
    "account_inactive": "account_inactive", "account_invalid": "account_inactive",
    "account_closed": "account_inactive", "transfers_not_allowed": "account_inactive",
    "insufficient_capabilities_for_transfer": "account_inactive", "no_account": "account_inactive",
    "balance_insufficient": "insufficient_funds", "insufficient_funds": "insufficient_funds",
    "charge_disputed": "disputed", "source_transaction_disputed": "disputed",
    "charge_already_refunded": "refunded", "charge_refunded": "refunded", "source_transaction_refunded": "refunded",
  ]

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    var form = FormFields([
      ("amount", String(try input.amount("amount"))),
      ("currency", try input.string("currency").lowercased()),
      ("destination", try input.identifier("destination")),
    ])
    if try input.optionalString("charge") != nil {
      form.append("source_transaction", try input.identifier("charge"))
    }
    form.append("transfer_group", try input.string("group"))
    return .post("/v1/transfers", form)
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome { .done(["id": .string(try object.string("id"))]) }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().amount(try input.amount("amount")).currency(try input.string("currency"))
      .reference("destination", try input.identifier("destination"))
  }

  /// An account that has left the platform is reported as missing.
  func outcome(of error: StripeError) -> StepOutcome? {
    guard error.code == "resource_missing", error.parameter == "destination" else { return nil }
    return .failed(StepError(code: "account_inactive", message: error.summary))
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .list(path: "/v1/transfers", query: FormFields([("transfer_group", try input.string("group"))]))
  }
}

/// Takes money back from the connected account that was paid.
struct PayoutReversal: StripeStep {
  let declaration = StripeCatalogue.reversal
  let errorCodes = ["balance_insufficient": "insufficient_funds", "insufficient_funds": "insufficient_funds"]

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .post(
      "/v1/transfers/\(try input.identifier("transfer"))/reversals",
      FormFields([("amount", String(try input.amount("amount")))]))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome { .done(["id": .string(try object.string("id"))]) }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().amount(try input.amount("amount")).reference("transfer", try input.identifier("transfer"))
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .list(path: "/v1/transfers/\(try input.identifier("transfer"))/reversals", query: FormFields())
  }
}

/// Reads whether an account can be paid: its owner is verified and transfers are enabled.
struct AccountGet: StripeStep {
  let declaration = StripeCatalogue.accountGet

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .get("/v1/accounts/\(try input.identifier("account"))")
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement(needsID: false).reference("id", try input.identifier("account"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    let payouts = object["payouts_enabled"]?.boolValue ?? false
    let transfers = object["capabilities"]?["transfers"]?.stringValue ?? "absent"
    // An account whose setup was never completed has no currency yet.
    let currency = object["default_currency"]?.stringValue ?? ""
    let payable = payouts && transfers == "active" && !currency.isEmpty
    let disabled = object["requirements"]?["disabled_reason"]?.stringValue
    let reason =
      disabled ?? (!payouts ? "payouts_disabled" : transfers != "active" ? "transfers_\(transfers)" : "no_currency")
    return .done([
      "payable": .bool(payable),
      "currency": .string(currency.uppercased()),
      "reason": payable ? .null : .string(reason),
      "missing": payable ? .null : missing(object["requirements"]),
    ])
  }

  /// The most names that are told; a provider asks for fewer.
  private static let namesTold = 50

  /// Overdue requirements stand among those that are due now; a provider that sends one list only is heard all the same.
  private func missing(_ requirements: Value?) -> Value {
    var names: [String] = []
    for list in ["past_due", "currently_due"] {
      for name in requirements?[list]?.listValue ?? [] {
        guard let name = name.stringValue.map(ProviderWord.shown), !names.contains(name) else { continue }
        names.append(name)
      }
    }
    return names.isEmpty ? .null : .list(names.prefix(Self.namesTold).map(Value.string))
  }
}
