/// A call of the provider's API, without the headers that all calls share.
struct StripeCall: Sendable, Equatable {
  /// The path, which begins with `/v1/`.
  let path: String
  /// The fields of a POST; nil for a GET.
  let form: FormFields?

  static func get(_ path: String) -> StripeCall { StripeCall(path: path, form: nil) }
  static func post(_ path: String, _ form: FormFields) -> StripeCall { StripeCall(path: path, form: form) }
}
