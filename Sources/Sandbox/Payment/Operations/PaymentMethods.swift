import CEL

extension Clientele {
  mutating func createMethod(_ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    if let customer = try p.text("customer") { _ = try self.customer(customer) }
    let method = try describedMethod(p, param: "type", &core)
    return method.json
  }

  mutating func describedMethod(_ p: Parameters, param: String, _ core: inout ProviderCore) throws(PaymentError)
    -> PaymentMethod
  {
    let test = try TestMethod.described(p, param: param)
    var method = PaymentMethod(
      id: core.names.next("pm"), created: core.now, test: test, billing: billing(try p.object("billing_details")))
    try p.changeMetadata(&method.metadata)
    methods.add(method)
    return method
  }

  private func billing(_ p: Parameters?) -> Value {
    guard let p, case .map(var out) = PaymentMethod.noBilling else { return PaymentMethod.noBilling }
    for name in ["address", "email", "name", "phone", "tax_id"] where p.names(name) { out[name] = p.echo(name) }
    return .map(out)
  }

  mutating func updateMethod(_ id: String, _ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    var method = try method(id, &core)
    try p.changeMetadata(&method.metadata)
    if let details = try p.object("billing_details") { method.billing = billing(details) }
    methods.change(id) { $0 = method }
    core.emit("payment_method.updated", method.json, lane: id)
    return method.json
  }

  mutating func attachMethod(_ id: String, _ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    let customer = try self.customer(try p.required("customer"))
    let method = try method(id, &core)
    methods.tag(method.id, "customer:\(customer.id)")
    let changed = methods.change(method.id) { $0.customer = customer.id } ?? method
    core.emit("payment_method.attached", changed.json, lane: customer.id)
    return changed.json
  }

  mutating func detachMethod(_ id: String, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    let method = try method(id, &core)
    guard method.customer != nil else {
      throw .refused("The payment method you provided is not attached to a customer so detachment is impossible.")
    }
    let changed = methods.change(method.id) { $0.customer = nil } ?? method
    core.emit("payment_method.detached", changed.json, lane: method.id)
    return changed.json
  }

  func listMethods(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let customer = try p.text("customer")
    let type = try p.text("type")
    var items = customer.map { methods.tagged("customer:\($0)") } ?? methods.items
    items = items.filter { (customer == nil || $0.customer == customer) && (type == nil || $0.type == type) }
    return try page.answer(items, url: "/v1/payment_methods") { $0.json }
  }

  /// Returns a method by its identifier. A name of the test mode creates a new method each time.
  mutating func method(_ id: String, _ core: inout ProviderCore, param: String = "payment_method") throws(PaymentError)
    -> PaymentMethod
  {
    if let method = methods[id] { return method }
    guard let test = TestMethod.named(id) else { throw .absent("PaymentMethod", id, param: param, status: 400) }
    let method = PaymentMethod(
      id: core.names.next("pm"), created: core.now, test: test, billing: PaymentMethod.noBilling)
    methods.add(method)
    return method
  }

  /// The method that a call about a payment gives.
  mutating func paymentMethod(_ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> PaymentMethod? {
    if let data = try p.object("payment_method_data") {
      return try describedMethod(data, param: "payment_method_data[type]", &core)
    }
    guard let id = try p.text("payment_method") else { return nil }
    return try method(id, &core)
  }
}
