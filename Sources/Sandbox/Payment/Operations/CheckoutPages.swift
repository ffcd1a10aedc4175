import CEL
import CivilTime

/// Hosted pages. The platform creates them and the client visits them; they end when they are paid or expire.
struct CheckoutPages: Sendable {
  var sessions = Shelf<CheckoutSession>()

  static let sessionLife: ClosedRange<Int64> = 1_800...86_400

  mutating func create(
    _ p: Parameters, _ catalogue: inout Catalogue, _ clientele: Clientele, _ core: inout ProviderCore
  ) throws(PaymentError) -> Value {
    if let mode = try p.text("mode"), mode != "payment" {
      throw .invalid("The sandbox's hosted page takes payments only.", param: "mode")
    }
    let items = try p.objects("line_items")
    guard !items.isEmpty else { throw .missing("line_items") }
    var lines: [CheckoutSession.Line] = []
    for (index, item) in items.enumerated() { lines.append(try line(item, "line_items[\(index)]", &catalogue, &core)) }
    let currency = lines[0].price.currency
    guard lines.allSatisfy({ $0.price.currency == currency }) else {
      throw .invalid("All line items must have the same currency.", param: "line_items")
    }
    guard try p.text("ui_mode") ?? "hosted" != "hosted" || p.names("success_url") else { throw .missing("success_url") }
    var types = try p.texts("payment_method_types")
    if types.isEmpty { types = ["card"] }
    try TestMethod.check(types)
    let data = try p.object("payment_intent_data") ?? Parameters()
    var session = CheckoutSession(
      id: core.names.next("cs_test"), created: core.now, lines: lines, currency: currency, methodTypes: types,
      site: core.site, payment: data.all, expires: core.later(.seconds(Self.sessionLife.upperBound)))
    try Parameters.checkCharge(session.total, currency)
    if let seconds = try p.integer("expires_at") {
      guard Self.sessionLife.contains(seconds - core.now.seconds), let expires = Instant(seconds: seconds) else {
        throw .invalid(
          "The `expires_at` timestamp must be between 30 minutes and 24 hours after the Checkout Session's creation.",
          param: "expires_at")
      }
      session.expires = expires
    }
    session.successURL = try p.text("success_url")
    session.cancelURL = try p.text("cancel_url")
    if let customer = try p.text("customer") { session.customer = try clientele.customer(customer).id }
    session.customerEmail = try p.text("customer_email")
    session.clientReference = try p.text("client_reference_id")
    try p.changeMetadata(&session.metadata)
    sessions.add(session, tags: ["group:\(session.transferGroup ?? "")", "customer:\(session.customer ?? "")"])
    core.agenda.add(.sessionExpires(session.id), due: session.expires)
    return session.json
  }

  private mutating func line(_ p: Parameters, _ param: String, _ catalogue: inout Catalogue, _ core: inout ProviderCore)
    throws(PaymentError) -> CheckoutSession.Line
  {
    let quantity = try p.integer("quantity") ?? 1
    guard (1...999_999).contains(quantity) else {
      throw .invalid("Invalid quantity: must be at least 1.", param: "\(param)[quantity]")
    }
    let price: Price
    if let id = try p.text("price") {
      price = try catalogue.price(id)
    } else if let data = try p.object("price_data") {
      var product = try data.text("product")
      if product == nil, let described = try data.object("product_data") {
        product = try catalogue.createProduct(described, &core)["id"]?.stringValue
      }
      guard let product else { throw .missing("\(param)[price_data][product]") }
      price = try catalogue.addPrice(data, product: product, &core)
    } else if let amount = try p.amount() {
      // The form of versions before 2022.
      let name = try p.required("name")
      price = Price(
        id: core.names.next("price"), created: core.now, currency: try p.currency(), product: core.names.next("prod"),
        unitAmount: amount, nickname: name)
      catalogue.add(price)
    } else {
      throw .missing("\(param)[price]")
    }
    return CheckoutSession.Line(
      id: core.names.next("li"), price: price,
      description: catalogue.products[price.product]?.name ?? price.nickname ?? "",
      quantity: quantity)
  }

  mutating func update(_ id: String, _ p: Parameters) throws(PaymentError) -> Value {
    var session = try session(id)
    try p.changeMetadata(&session.metadata)
    sessions.change(id) { $0 = session }
    return session.json
  }

  func page(_ session: CheckoutSession) -> Value {
    guard case .map(var out) = session.json else { return session.json }
    out["object"] = "checkout.session"
    out["session_id"] = .string(session.id)
    return .map(out)
  }

  func list(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    var items = sessions.items
    if let intent = try p.text("payment_intent") { items = sessions.tagged("intent:\(intent)") }
    if let customer = try p.text("customer") { items = items.filter { $0.customer == customer } }
    if let status = try p.text("status") { items = items.filter { $0.status.rawValue == status } }
    return try page.answer(items, url: "/v1/checkout/sessions") { $0.json }
  }

  func session(_ id: String) throws(PaymentError) -> CheckoutSession {
    guard let session = sessions[id] else { throw .absent("checkout.session", id, param: "session") }
    return session
  }
}
