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

  /// - Parameter isWarning: true if the record can be kept all the same.
  public init(_ code: String, _ field: String, _ message: String, isWarning: Bool = false) {
    (self.code, self.field, self.message, self.isWarning) = (code, field, message, isWarning)
  }

  /// `code field: message`.
  public var description: String { "\(code) \(field): \(message)" }
}
