import CEL

/// The customers and their payment methods.
struct Clientele: Sendable {
  var customers = Shelf<Customer>()
  var methods = Shelf<PaymentMethod>()

  mutating func createCustomer(_ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    var customer = Customer(id: core.names.next("cus"), created: core.now)
    try describe(&customer, p)
    customers.add(customer, tags: ["email:\(customer.email ?? "")"])
    core.emit("customer.created", customer.json, lane: customer.id)
    return customer.json
  }

  mutating func updateCustomer(_ id: String, _ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value
  {
    var customer = try customer(id)
    try describe(&customer, p)
    customers.change(id) { $0 = customer }
    customers.tag(id, "email:\(customer.email ?? "")")
    core.emit("customer.updated", customer.json, lane: id)
    return customer.json
  }

  private func describe(_ customer: inout Customer, _ p: Parameters) throws(PaymentError) {
    if p.names("name") { customer.name = try p.text("name") }
    if p.names("email") { customer.email = try p.text("email") }
    if p.names("phone") { customer.phone = try p.text("phone") }
    if p.names("description") { customer.description = try p.text("description") }
    if p.names("address") { customer.address = p.echo("address") }
    if p.names("shipping") { customer.shipping = p.echo("shipping") }
    try p.changeMetadata(&customer.metadata)
  }

  mutating func deleteCustomer(_ id: String, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    let customer = try customer(id)
    core.emit("customer.deleted", customer.json, lane: id)
    return customers.change(id) { $0.isDeleted = true }?.json ?? customer.json
  }

  func listCustomers(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let items = try p.text("email").map { customers.tagged("email:\($0)") } ?? customers.items
    return try page.answer(items.filter { !$0.isDeleted }, url: "/v1/customers") { $0.json }
  }

  func customer(_ id: String) throws(PaymentError) -> Customer {
    guard let customer = customers[id], !customer.isDeleted else {
      throw .absent("customer", id, param: "customer", status: 400)
    }
    return customer
  }

  /// Adds the money of a bank transfer to a customer's balance.
  ///
  /// - Returns: the transaction, its currency, and the balance in it.
  mutating func receive(_ id: String, _ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> (
    transaction: Value, currency: String, balance: Int64
  ) {
    let customer = try customer(id)
    guard let amount = try p.amount() else { throw .missing("amount") }
    let currency = try p.currency()
    let balance = customer.cash[currency, default: 0] + amount
    customers.change(id) { $0.cash[currency] = balance }
    let transaction: Value = [
      "id": .string(core.names.next("ccsbtxn")), "object": "customer_cash_balance_transaction",
      "created": unix(core.now),
      "currency": .string(currency), "customer": .string(id), "ending_balance": .int(balance), "livemode": false,
      "net_amount": .int(amount), "type": "funded",
      "funded": ["bank_transfer": ["reference": Sandbox.json(try p.text("reference")), "type": "eu_bank_transfer"]],
    ]
    core.emit("customer_cash_balance_transaction.created", transaction, lane: id)
    return (transaction, currency, balance)
  }
}
