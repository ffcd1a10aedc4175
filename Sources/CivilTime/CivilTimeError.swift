/// The reason why a text is not a time, a date, a duration or a zone.
public struct CivilTimeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable code in kebab-case.
  public let code: String
  /// Names the given text and the cure.
  public let message: String

  /// - Parameter code: a stable code in kebab-case.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  /// The code and the message.
  public var description: String { "\(code): \(message)" }
}
