import CEL

extension PaymentOperation {
  /// Carries out the operation. `pendingRefund` comes from a fault; nil means that a refund completes at once.
  func perform(
    _ p: Parameters, pendingRefund: Fault? = nil, on provider: inout PaymentProvider
  ) throws(PaymentError) -> Value {
    if let account { _ = try provider.accounts.account(account) }
    switch name {
    case "payment_intents.create": return try provider.createIntent(p)
    case "payment_intents.update": return try provider.intents.update(id, p, &provider.clientele, &provider.core)
    case "payment_intents.cancel": return try provider.intents.cancel(id, p, &provider.charges, &provider.core)
    case "payment_intents.confirm": return try provider.confirmIntent(id, p)
    case "payment_intents.capture": return try provider.captureIntent(id, p)
    case "charges.create": return try provider.createCharge(p)
    case "charges.update": return try provider.charges.update(id, p, provider.clientele, &provider.core)
    case "charges.capture": return try provider.charges.captureAlone(id, p, &provider.core)
    case "test_helpers.charges.expire": return try provider.expireCharge(id)
    case "refunds.create":
      return try provider.refunds.create(
        p, pending: pendingRefund != nil, settleAfter: pendingRefund?.delay, provider.intents.intents,
        &provider.charges.charges, &provider.core)
    case "refunds.update": return try provider.refunds.update(id, p, provider.charges.charges, &provider.core)
    case "refunds.cancel": return try provider.refunds.cancel(id, &provider.charges.charges, &provider.core)
    case "transfers.create":
      return try provider.transfers.create(p, &provider.charges.charges, &provider.accounts, &provider.core)
    case "transfers.update": return try provider.transfers.update(id, p, &provider.core)
    case "transfer_reversals.create":
      return try provider.transfers.reverse(id, p, &provider.charges.charges, &provider.accounts, &provider.core)
    case "transfer_reversals.update": return try provider.transfers.updateReversal(id, child, p)
    case "disputes.update": return try provider.disputes.update(id, p, provider.charges.charges, &provider.core)
    // Closing an inquiry ends it; closing a dispute accepts that it is lost.
    case "disputes.close":
      return try provider.disputes.close(
        id, won: try provider.disputes.dispute(id).isInquiry, &provider.charges.charges, &provider.core
      ).json
    case "test_helpers.disputes.lose":
      return try provider.disputes.close(id, won: false, &provider.charges.charges, &provider.core).json
    case "test_helpers.disputes.win":
      return try provider.disputes.close(id, won: true, &provider.charges.charges, &provider.core).json
    case "payouts.create": return try provider.payouts.create(p, account: account, &provider.accounts, &provider.core)
    case "payouts.update": return try provider.payouts.update(id, p, account: account, &provider.core)
    case "payouts.cancel": return try provider.payouts.cancel(id, account: account, &provider.accounts, &provider.core)
    default: return try keep(p, &provider)
    }
  }

  /// Operations on accounts, customers, methods, products and pages.
  private func keep(_ p: Parameters, _ provider: inout PaymentProvider) throws(PaymentError) -> Value {
    switch name {
    case "accounts.create": return try provider.accounts.createAccount(p, &provider.core)
    case "accounts.update": return try provider.accounts.updateAccount(id, p, &provider.core)
    case "accounts.delete": return try provider.accounts.deleteAccount(id, &provider.core)
    case "customers.create": return try provider.clientele.createCustomer(p, &provider.core)
    case "customers.update": return try provider.clientele.updateCustomer(id, p, &provider.core)
    case "customers.delete": return try provider.clientele.deleteCustomer(id, &provider.core)
    case "test_helpers.customers.fund_cash_balance": return try provider.fund(id, p)
    case "payment_methods.create": return try provider.clientele.createMethod(p, &provider.core)
    case "payment_methods.update": return try provider.clientele.updateMethod(id, p, &provider.core)
    case "payment_methods.attach": return try provider.clientele.attachMethod(id, p, &provider.core)
    case "payment_methods.detach": return try provider.clientele.detachMethod(id, &provider.core)
    case "products.create": return try provider.catalogue.createProduct(p, &provider.core)
    case "products.update": return try provider.catalogue.updateProduct(id, p, &provider.core)
    case "prices.create": return try provider.catalogue.createPrice(p, &provider.core)
    case "prices.update": return try provider.catalogue.updatePrice(id, p, &provider.core)
    case "checkout.sessions.create":
      return try provider.pages.create(p, &provider.catalogue, provider.clientele, &provider.core)
    case "checkout.sessions.update": return try provider.pages.update(id, p)
    case "checkout.sessions.expire": return try provider.expireSession(id)
    case "payment_pages.confirm": return try provider.confirmPage(id, p)
    default: return name.hasSuffix(".list") ? try list(p, provider) : try retrieve(provider)
    }
  }

  private func list(_ p: Parameters, _ provider: PaymentProvider) throws(PaymentError) -> Value {
    switch name {
    case "payment_intents.list": return try provider.intents.list(p)
    case "charges.list": return try provider.charges.list(p)
    case "refunds.list": return try provider.refunds.list(p)
    case "transfers.list": return try provider.transfers.list(p)
    case "transfer_reversals.list": return try provider.transfers.listReversals(id, p)
    case "disputes.list": return try provider.disputes.list(p)
    case "radar.early_fraud_warnings.list": return try provider.disputes.listWarnings(p)
    case "payouts.list": return try provider.payouts.list(p, account: account)
    case "accounts.list": return try provider.accounts.listAccounts(p)
    case "customers.list": return try provider.clientele.listCustomers(p)
    case "payment_methods.list": return try provider.clientele.listMethods(p)
    case "products.list": return try provider.catalogue.listProducts(p)
    case "prices.list": return try provider.catalogue.listPrices(p)
    case "checkout.sessions.list": return try provider.pages.list(p)
    case "events.list": return try provider.core.listEvents(p)
    default: throw .unknownURL("GET", name)
    }
  }

  private func retrieve(_ provider: PaymentProvider) throws(PaymentError) -> Value {
    switch name {
    case "payment_intents.retrieve": return try provider.intents.intent(id).json
    case "charges.retrieve": return try provider.charges.charge(id).json
    case "refunds.retrieve": return try provider.refunds.refund(id).json
    case "transfers.retrieve": return provider.transfers.json(try provider.transfers.transfer(id))
    case "transfer_reversals.retrieve": return try provider.transfers.reversal(child, of: id).json
    case "disputes.retrieve": return try provider.disputes.dispute(id).json
    case "radar.early_fraud_warnings.retrieve":
      guard let warning = provider.disputes.warnings[id] else {
        throw .absent("early fraud warning", id, param: "early_fraud_warning")
      }
      return warning.json
    case "payouts.retrieve": return try provider.payouts.payout(id, account: account).json
    case "accounts.retrieve": return try provider.accounts.account(id).json
    case "customers.retrieve":
      guard let customer = provider.clientele.customers[id] else { throw .absent("customer", id, param: "id") }
      return customer.json
    case "payment_methods.retrieve":
      guard let method = provider.clientele.methods[id] else {
        throw .absent("PaymentMethod", id, param: "payment_method")
      }
      return method.json
    case "products.retrieve":
      guard let product = provider.catalogue.products[id] else { throw .absent("product", id, param: "id") }
      return product.json
    case "prices.retrieve":
      guard let price = provider.catalogue.prices[id] else { throw .absent("price", id, param: "price") }
      return price.json
    case "checkout.sessions.retrieve": return try provider.pages.session(id).json
    case "payment_pages.retrieve": return provider.pages.page(try provider.pages.session(id))
    case "balance.retrieve":
      return provider.core.balanceObject(
        of: try account.map { id throws(PaymentError) in try provider.accounts.account(id) })
    case "events.retrieve":
      guard let event = provider.core.events[id] else { throw .absent("event", id, param: "id") }
      return event.json(version: provider.core.terms.apiVersion, pending: 0)
    default: throw .unknownURL("GET", name)
    }
  }
}
