import CEL

/// A refusal of the payment provider: `{"error": {type, code, message, param, …}}` with its status.
struct PaymentError: Error, Sendable, Equatable {
  var status: Int
  var type = "invalid_request_error"
  var code: String?
  var message: String
  var param: String?
  var declineCode: String?
  var charge: String?
  /// The payment intent after the refusal, as JSON.
  var intent: Value?
  /// True if the operation had begun, so that the result is kept under its idempotency key. Results of failed
  /// validation are not kept (docs.stripe.com/api/idempotent_requests).
  var begun = false

  static func invalid(_ message: String, code: String? = nil, param: String? = nil) -> PaymentError {
    PaymentError(status: 400, code: code, message: message, param: param)
  }

  static func missing(_ param: String) -> PaymentError {
    .invalid("Missing required param: \(param).", code: "parameter_missing", param: param)
  }

  static func absent(_ what: String, _ id: String, param: String, status: Int = 404) -> PaymentError {
    PaymentError(status: status, code: "resource_missing", message: "No such \(what): '\(id)'", param: param)
  }

  static func refused(
    _ message: String, code: String? = nil, param: String? = nil, intent: Value? = nil
  ) -> PaymentError {
    PaymentError(status: 400, code: code, message: message, param: param, intent: intent, begun: true)
  }

  static let unauthorized = PaymentError(
    status: 401, message: "Invalid API Key provided. Send the sandbox's key as 'Authorization: Bearer sk_test_...'.")

  static func unknownURL(_ method: String, _ path: String) -> PaymentError {
    PaymentError(status: 404, message: "Unrecognized request URL (\(method): \(path)).")
  }

  static let keyInUse = PaymentError(
    status: 409, type: "idempotency_error", code: "idempotency_key_in_use",
    message: "There is currently another in-progress request using this Idempotent Key.")

  static func keyReused(_ key: String) -> PaymentError {
    PaymentError(
      status: 400, type: "idempotency_error",
      message: "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        + "Try using a key other than '\(key)' if you meant to execute a different request.")
  }

  /// The answer of a fault of kind `status`; `code` replaces the usual one.
  static func ordered(_ status: Int, code: String? = nil, type: String? = nil) -> PaymentError {
    var error: PaymentError =
      switch status {
      case 401: .unauthorized
      case 402:
        PaymentError(
          status: 402, type: "card_error", code: "card_declined", message: "Your card was declined.",
          declineCode: "generic_decline", begun: true)
      case 409: .keyInUse
      case 429: PaymentError(status: 429, code: "rate_limit", message: "Request rate limit exceeded.")
      case 400..<500: PaymentError(status: status, message: "The sandbox was told to refuse this request.")
      default:
        PaymentError(
          status: status, type: "api_error", message: "The sandbox was told to fail this request.", begun: true)
      }
    if let code { error.code = code }
    if let type { error.type = type }
    return error
  }

  var answer: Answer {
    var error: ValueMap = ["type": .string(type), "message": .string(message)]
    if let code { error["code"] = .string(code) }
    if let param { error["param"] = .string(param) }
    if let declineCode { error["decline_code"] = .string(declineCode) }
    if let charge { error["charge"] = .string(charge) }
    if let intent { error["payment_intent"] = intent }
    return Answer(status: status, json: ["error": .map(error)])
  }
}
