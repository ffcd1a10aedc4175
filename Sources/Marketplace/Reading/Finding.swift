/// Something wrong with a record.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
  /// A stable code in kebab-case.
  public let code: String
  /// The field as a path: `consultants/anna-meier/hours/monday/slots/0`.
  public let field: String
  /// Names what was expected, what was given, and the cure.
  public let message: String
  /// True if the record can be kept all the same.
  public let isWarning: Bool
  /// The parts of the message, for answers that tell them apart; nil for a message that has no such parts.
  public let parts: Parts?

  /// The parts of a message.
  public struct Parts: Hashable, Sendable {
    /// The type, the bound or the form that is required.
    public let expected: String
    /// The value that is there, shortened, or its type.
    public let given: String
    /// The cure; nil where `expected` says it all.
    public let cure: String?
  }

  /// - Parameter isWarning: true if the record can be kept all the same.
  public init(_ code: String, _ field: String, _ message: String, isWarning: Bool = false) {
    (self.code, self.field, self.message, self.isWarning) = (code, field, message, isWarning)
    parts = nil
  }

  /// - Parameters:
  ///   - cure: nil where `expected` says it all.
  ///   - message: nil for one that is made of the parts.
  init(
    _ code: String, _ field: String, expected: String, given: String, cure: String? = nil, message: String? = nil
  ) {
    (self.code, self.field, isWarning) = (code, field, false)
    self.message = message ?? "is \(given), expected \(expected)\(cure.map { "; \($0)" } ?? "")"
    parts = Parts(expected: expected, given: given, cure: cure)
  }

  /// `code field: message`.
  public var description: String { "\(code) \(field): \(message)" }
}
