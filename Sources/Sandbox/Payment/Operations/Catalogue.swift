import CEL

/// Products and their prices.
struct Catalogue: Sendable {
  private(set) var products = Shelf<Product>()
  private(set) var prices = Shelf<Price>()

  mutating func createProduct(_ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    let given = try p.text("id")
    if let given, products[given] != nil {
      throw .refused("Product already exists.", code: "resource_already_exists", param: "id")
    }
    var product = Product(id: given ?? core.names.next("prod"), created: core.now, name: try p.required("name"))
    try describe(&product, p)
    products.add(product)
    if let data = try p.object("default_price_data") {
      let price = try addPrice(data, product: product.id, &core)
      product = products.change(product.id) { $0.defaultPrice = price.id } ?? product
    }
    core.emit("product.created", product.json, lane: product.id)
    return product.json
  }

  mutating func updateProduct(_ id: String, _ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    var product = try product(id)
    if let name = try p.text("name") { product.name = name }
    if let price = try p.text("default_price") { product.defaultPrice = try self.price(price).id }
    try describe(&product, p)
    products.change(id) { $0 = product }
    core.emit("product.updated", product.json, lane: id)
    return product.json
  }

  private func describe(_ product: inout Product, _ p: Parameters) throws(PaymentError) {
    if p.names("description") { product.description = try p.text("description") }
    if p.names("active") { product.isActive = try p.flag("active") }
    if p.names("images") { product.images = try p.texts("images") }
    try p.changeMetadata(&product.metadata)
  }

  func listProducts(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let active = try p.names("active") ? p.flag("active") : nil
    return try page.answer(products.items.filter { active == nil || $0.isActive == active }, url: "/v1/products") {
      $0.json
    }
  }

  func product(_ id: String) throws(PaymentError) -> Product {
    guard let product = products[id] else { throw .absent("product", id, param: "product", status: 400) }
    return product
  }

  mutating func createPrice(_ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    var product = try p.text("product")
    if let product { _ = try self.product(product) }
    if product == nil, let data = try p.object("product_data") {
      product = try createProduct(data, &core)["id"]?.stringValue
    }
    guard let product else { throw .missing("product") }
    return try addPrice(p, product: product, &core).json
  }

  /// Adds a price from a call of its own or from a line's `price_data`.
  mutating func addPrice(_ p: Parameters, product: String, _ core: inout ProviderCore) throws(PaymentError) -> Price {
    if p.names("recurring") { throw .invalid("The sandbox sells nothing that recurs.", param: "recurring") }
    guard let amount = try p.integer("unit_amount"), amount >= 0 else { throw .missing("unit_amount") }
    var price = Price(
      id: core.names.next("price"), created: core.now, currency: try p.currency(), product: product, unitAmount: amount)
    price.nickname = try p.text("nickname")
    try p.changeMetadata(&price.metadata)
    prices.add(price, tags: ["product:\(product)"])
    core.emit("price.created", price.json, lane: product)
    return price
  }

  mutating func add(_ price: Price) { prices.add(price) }

  mutating func updatePrice(_ id: String, _ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    var price = try price(id)
    if p.names("active") { price.isActive = try p.flag("active") }
    if p.names("nickname") { price.nickname = try p.text("nickname") }
    try p.changeMetadata(&price.metadata)
    prices.change(id) { $0 = price }
    core.emit("price.updated", price.json, lane: price.product)
    return price.json
  }

  func listPrices(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let active = try p.names("active") ? p.flag("active") : nil
    let items = try p.text("product").map { prices.tagged("product:\($0)") } ?? prices.items
    return try page.answer(items.filter { active == nil || $0.isActive == active }, url: "/v1/prices") { $0.json }
  }

  func price(_ id: String) throws(PaymentError) -> Price {
    guard let price = prices[id] else { throw .absent("price", id, param: "price", status: 400) }
    return price
  }
}
