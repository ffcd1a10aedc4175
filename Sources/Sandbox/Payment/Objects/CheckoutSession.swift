import CEL
import CivilTime

/// A hosted page: its items, its return addresses, and the payment made on it.
struct CheckoutSession: Shelved {
  enum Status: String, Sendable { case open, complete, expired }

  struct Line: Sendable {
    var id: String
    var price: Price
    var description: String
    var quantity: Int64
    var total: Int64 { price.unitAmount * quantity }
  }

  let id: String
  let created: Instant
  let lines: [Line]
  let currency: String
  let methodTypes: [String]
  /// The address under which the provider's pages are.
  let site: String
  /// The parameters of the page's payment: `payment_intent_data`.
  let payment: [FormField]
  var expires: Instant
  var successURL: String?
  var cancelURL: String?
  var customer: String?
  var customerEmail: String?
  var clientReference: String?
  var metadata = ValueMap()
  var status = Status.open
  var intent: String?
  var isPaid = false

  var total: Int64 { lines.reduce(0) { $0 + $1.total } }

  var transferGroup: String? {
    guard case .text(let group)? = payment.first(where: { $0.name == "transfer_group" })?.value else { return nil }
    return group
  }

  /// The lane in which the booking's events are ordered.
  var lane: String { transferGroup ?? intent ?? id }

  var json: Value {
    [
      "id": .string(id), "object": "checkout.session", "adaptive_pricing": nil, "after_expiration": nil,
      "allow_promotion_codes": nil, "amount_subtotal": .int(total), "amount_total": .int(total),
      "automatic_tax": ["enabled": false, "liability": nil, "provider": nil, "status": nil],
      "billing_address_collection": nil, "cancel_url": Sandbox.json(cancelURL),
      "client_reference_id": Sandbox.json(clientReference), "client_secret": nil, "collected_information": nil,
      "consent": nil, "consent_collection": nil, "created": unix(created), "currency": .string(currency),
      "currency_conversion": nil, "custom_fields": [],
      "custom_text": ["after_submit": nil, "shipping_address": nil, "submit": nil, "terms_of_service_acceptance": nil],
      "customer": Sandbox.json(customer), "customer_account": nil, "integration_identifier": nil,
      "managed_payments": nil, "customer_creation": "if_required", "customer_details": customerDetails,
      "customer_email": Sandbox.json(customerEmail), "discounts": [], "expires_at": unix(expires), "invoice": nil,
      "invoice_creation": nil, "livemode": false, "locale": nil, "metadata": .map(metadata), "mode": "payment",
      "origin_context": nil, "payment_intent": Sandbox.json(intent), "payment_link": nil,
      "payment_method_collection": "if_required", "payment_method_configuration_details": nil,
      "payment_method_options": [:], "payment_method_types": Sandbox.json(methodTypes),
      "payment_status": isPaid ? "paid" : "unpaid", "permissions": nil, "phone_number_collection": ["enabled": false],
      "recovered_from": nil, "saved_payment_method_options": nil, "setup_intent": nil,
      "shipping_address_collection": nil, "shipping_cost": nil, "shipping_options": [],
      "status": .string(status.rawValue), "submit_type": nil, "subscription": nil,
      "success_url": Sandbox.json(successURL),
      "total_details": ["amount_discount": 0, "amount_shipping": 0, "amount_tax": 0], "ui_mode": "hosted",
      "url": status == .open ? .string("\(site)/c/pay/\(id)") : nil, "wallet_options": nil,
    ]
  }

  private var customerDetails: Value {
    guard let customerEmail else { return .null }
    return [
      "address": nil, "email": .string(customerEmail), "name": nil, "phone": nil, "tax_exempt": "none", "tax_ids": nil,
    ]
  }
}
