/// Why a text is not a time, a date, a duration or a zone. `code` is stable; `message` names what was given and the cure.
public struct CivilTimeError: Error, Hashable, Sendable, CustomStringConvertible {
  public let code: String
  public let message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code): \(message)" }
}
