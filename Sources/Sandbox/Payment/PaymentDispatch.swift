import CEL

extension PaymentProvider {
  /// Carries out one operation. `pendingRefund` comes from a fault; nil means that a refund completes at once.
  mutating func perform(
    _ operation: PaymentOperation, _ p: Parameters, pendingRefund: Fault? = nil
  ) throws(PaymentError) -> Value {
    let id = operation.id
    if let account = operation.account { _ = try accounts.account(account) }
    switch operation.name {
    case "payment_intents.create": return try createIntent(p)
    case "payment_intents.update": return try updateIntent(id, p)
    case "payment_intents.cancel": return try cancelIntent(id, p)
    case "payment_intents.confirm": return try confirmIntent(id, p)
    case "payment_intents.capture": return try captureIntent(id, p)
    case "charges.create": return try createCharge(p)
    case "charges.update": return try updateCharge(id, p)
    case "charges.capture": return try captureCharge(id, p)
    case "test_helpers.charges.expire": return try expireCharge(id)
    case "refunds.create":
      return try refunds.create(
        p, pending: pendingRefund != nil, settleAfter: pendingRefund?.delay, intents, &charges, &core)
    case "refunds.update": return try refunds.update(id, p, charges, &core)
    case "refunds.cancel": return try refunds.cancel(id, &charges, &core)
    case "transfers.create": return try transfers.create(p, &charges, &accounts, &core)
    case "transfers.update": return try transfers.update(id, p, &core)
    case "transfer_reversals.create": return try transfers.reverse(id, p, &charges, &accounts, &core)
    case "transfer_reversals.update": return try transfers.updateReversal(id, operation.child, p)
    case "disputes.update": return try disputes.update(id, p, charges, &core)
    // Closing an inquiry ends it; closing a dispute accepts that it is lost.
    case "disputes.close": return try disputes.close(id, won: try disputes.dispute(id).isInquiry, &charges, &core).json
    case "test_helpers.disputes.lose": return try disputes.close(id, won: false, &charges, &core).json
    case "test_helpers.disputes.win": return try disputes.close(id, won: true, &charges, &core).json
    case "payouts.create": return try payouts.create(p, account: operation.account, &accounts, &core)
    case "payouts.update": return try payouts.update(id, p, account: operation.account, &core)
    case "payouts.cancel": return try payouts.cancel(id, account: operation.account, &accounts, &core)
    default: return try keep(operation, p)
    }
  }

  /// Operations on accounts, customers, methods, products and pages.
  private mutating func keep(_ operation: PaymentOperation, _ p: Parameters) throws(PaymentError) -> Value {
    let id = operation.id
    switch operation.name {
    case "accounts.create": return try accounts.createAccount(p, &core)
    case "accounts.update": return try accounts.updateAccount(id, p, &core)
    case "accounts.delete": return try accounts.deleteAccount(id, &core)
    case "customers.create": return try clientele.createCustomer(p, &core)
    case "customers.update": return try clientele.updateCustomer(id, p, &core)
    case "customers.delete": return try clientele.deleteCustomer(id, &core)
    case "test_helpers.customers.fund_cash_balance": return try fund(id, p)
    case "payment_methods.create": return try clientele.createMethod(p, &core)
    case "payment_methods.update": return try clientele.updateMethod(id, p, &core)
    case "payment_methods.attach": return try clientele.attachMethod(id, p, &core)
    case "payment_methods.detach": return try clientele.detachMethod(id, &core)
    case "products.create": return try catalogue.createProduct(p, &core)
    case "products.update": return try catalogue.updateProduct(id, p, &core)
    case "prices.create": return try catalogue.createPrice(p, &core)
    case "prices.update": return try catalogue.updatePrice(id, p, &core)
    case "checkout.sessions.create": return try pages.create(p, &catalogue, clientele, &core)
    case "checkout.sessions.update": return try pages.update(id, p)
    case "checkout.sessions.expire": return try expireSession(id)
    case "payment_pages.confirm": return try confirmPage(id, p)
    default: return operation.name.hasSuffix(".list") ? try list(operation, p) : try retrieve(operation)
    }
  }

  private func list(_ operation: PaymentOperation, _ p: Parameters) throws(PaymentError) -> Value {
    switch operation.name {
    case "payment_intents.list": return try listIntents(p)
    case "charges.list": return try listCharges(p)
    case "refunds.list": return try refunds.list(p)
    case "transfers.list": return try transfers.list(p)
    case "transfer_reversals.list": return try transfers.listReversals(operation.id, p)
    case "disputes.list": return try disputes.list(p)
    case "radar.early_fraud_warnings.list": return try disputes.listWarnings(p)
    case "payouts.list": return try payouts.list(p, account: operation.account)
    case "accounts.list": return try accounts.listAccounts(p)
    case "customers.list": return try clientele.listCustomers(p)
    case "payment_methods.list": return try clientele.listMethods(p)
    case "products.list": return try catalogue.listProducts(p)
    case "prices.list": return try catalogue.listPrices(p)
    case "checkout.sessions.list": return try pages.list(p)
    case "events.list": return try core.listEvents(p)
    default: throw .unknownURL("GET", operation.name)
    }
  }

  private func retrieve(_ operation: PaymentOperation) throws(PaymentError) -> Value {
    let id = operation.id
    switch operation.name {
    case "payment_intents.retrieve": return try intent(id).json
    case "charges.retrieve": return try charge(id).json
    case "refunds.retrieve": return try refunds.refund(id).json
    case "transfers.retrieve": return transfers.json(try transfers.transfer(id))
    case "transfer_reversals.retrieve": return try transfers.reversal(operation.child, of: id).json
    case "disputes.retrieve": return try disputes.dispute(id).json
    case "radar.early_fraud_warnings.retrieve":
      guard let warning = disputes.warnings[id] else {
        throw .absent("early fraud warning", id, param: "early_fraud_warning")
      }
      return warning.json
    case "payouts.retrieve": return try payouts.payout(id, account: operation.account).json
    case "accounts.retrieve": return try accounts.account(id).json
    case "customers.retrieve":
      guard let customer = clientele.customers[id] else { throw .absent("customer", id, param: "id") }
      return customer.json
    case "payment_methods.retrieve":
      guard let method = clientele.methods[id] else { throw .absent("PaymentMethod", id, param: "payment_method") }
      return method.json
    case "products.retrieve":
      guard let product = catalogue.products[id] else { throw .absent("product", id, param: "id") }
      return product.json
    case "prices.retrieve":
      guard let price = catalogue.prices[id] else { throw .absent("price", id, param: "price") }
      return price.json
    case "checkout.sessions.retrieve": return try pages.session(id).json
    case "payment_pages.retrieve": return pages.page(try pages.session(id))
    case "balance.retrieve":
      return core.balanceObject(of: try operation.account.map { id throws(PaymentError) in try accounts.account(id) })
    case "events.retrieve":
      guard let event = core.events[id] else { throw .absent("event", id, param: "id") }
      return event.json(version: core.terms.apiVersion, pending: 0)
    default: throw .unknownURL("GET", operation.name)
    }
  }
}
