/// A call of the provider's API, without what every call has in common.
struct StripeCall: Sendable, Equatable {
  /// Begins with `/v1/`.
  let path: String
  /// nil: a GET.
  let form: FormFields?

  static func get(_ path: String) -> StripeCall { StripeCall(path: path, form: nil) }
  static func post(_ path: String, _ form: FormFields) -> StripeCall { StripeCall(path: path, form: form) }
}
