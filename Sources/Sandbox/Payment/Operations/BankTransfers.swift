import CEL

// Payments by bank transfer: a customer's money pays their open payment.
extension PaymentProvider {
  /// `POST /v1/test_helpers/customers/{id}/fund_cash_balance`: a bank transfer arrives.
  mutating func fund(_ id: String, _ p: Parameters) throws(PaymentError) -> Value {
    let customer = try clientele.customer(id)
    guard let amount = try p.amount() else { throw .missing("amount") }
    let currency = try p.currency()
    let balance = customer.cash[currency, default: 0] + amount
    clientele.customers.change(id) { $0.cash[currency] = balance }
    let transaction: Value = [
      "id": .string(core.names.next("ccsbtxn")), "object": "customer_cash_balance_transaction",
      "created": unix(core.now),
      "currency": .string(currency), "customer": .string(id), "ending_balance": .int(balance), "livemode": false,
      "net_amount": .int(amount), "type": "funded",
      "funded": ["bank_transfer": ["reference": Sandbox.json(try p.text("reference")), "type": "eu_bank_transfer"]],
    ]
    core.emit("customer_cash_balance_transaction.created", transaction, lane: id)
    let waiting = intents.tagged("customer:\(id)").filter {
      $0.status == .requiresAction && $0.currency == currency && $0.methodTypes.contains("customer_balance")
    }
    for intent in waiting { applyCash(to: intent.id) }
    if waiting.isEmpty {
      core.emit(
        "cash_balance.funds_available",
        [
          "object": "cash_balance", "available": .map(ValueMap([(currency, .int(balance))])), "customer": .string(id),
          "livemode": false,
          "settings": ["reconciliation_mode": "automatic", "using_merchant_default": true],
        ], lane: id)
    }
    return transaction
  }

  /// Applies a customer's money to their payment, as far as it goes.
  mutating func applyCash(to id: String) {
    guard let intent = intents[id], intent.status == .requiresAction, let customer = intent.customer,
      let cash = clientele.customers[customer]?.cash[intent.currency], cash > 0
    else { return }
    let part = min(cash, intent.amount - intent.amountFunded)
    clientele.customers.change(customer) { $0.cash[intent.currency] = cash - part }
    let funded = intents.change(id) { $0.amountFunded += part }
    if let funded, funded.amountFunded == funded.amount {
      try? pay(id, .succeed(nil))
    } else {
      emitIntent("payment_intent.partially_funded", id)
    }
  }
}
