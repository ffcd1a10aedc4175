import CEL
import CivilTime

struct Product: Shelved {
  let id: String
  let created: Instant
  var name: String
  var description: String?
  var isActive = true
  var metadata = ValueMap()
  var defaultPrice: String?
  var images: [String] = []

  var json: Value {
    [
      "id": .string(id), "object": "product", "active": .bool(isActive), "created": unix(created),
      "default_price": Sandbox.json(defaultPrice), "description": Sandbox.json(description),
      "images": Sandbox.json(images), "livemode": false, "marketing_features": [], "metadata": .map(metadata),
      "name": .string(name), "package_dimensions": nil, "shippable": nil, "statement_descriptor": nil,
      "tax_code": nil, "type": "service", "unit_label": nil, "updated": unix(created), "url": nil,
    ]
  }
}

/// The price of one unit of a product.
struct Price: Shelved {
  let id: String
  let created: Instant
  let currency: String
  let product: String
  let unitAmount: Int64
  var nickname: String?
  var isActive = true
  var metadata = ValueMap()

  var json: Value {
    [
      "id": .string(id), "object": "price", "active": .bool(isActive), "billing_scheme": "per_unit",
      "created": unix(created), "currency": .string(currency), "custom_unit_amount": nil, "livemode": false,
      "lookup_key": nil, "metadata": .map(metadata), "nickname": Sandbox.json(nickname), "product": .string(product),
      "recurring": nil, "tax_behavior": "unspecified", "tiers_mode": nil, "transform_quantity": nil,
      "type": "one_time", "unit_amount": .int(unitAmount), "unit_amount_decimal": .string("\(unitAmount)"),
    ]
  }
}
