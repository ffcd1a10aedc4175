/// Something wrong with one field of a body: an element of `errors` in a refusal (RFC 9457 section 3).
public struct FieldFault: Sendable, Hashable {
  /// The field as a JSON Pointer in a URI fragment, such as `#/client/zone`; `#` for the whole body (RFC 6901 section 6).
  public var pointer: String
  /// The type, the bound or the form that is required, for people.
  public var expected: String
  /// The value or the type that the body has there, shortened, for people.
  public var given: String
  /// The cure; nil where `expected` says it all.
  public var cure: String?

  /// Creates a fault.
  public init(pointer: String, expected: String, given: String, cure: String? = nil) {
    self.pointer = pointer
    self.expected = expected
    self.given = given
    self.cure = cure
  }
}
