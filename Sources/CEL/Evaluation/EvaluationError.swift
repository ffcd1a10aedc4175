/// The reason why an expression has no value. Errors are deterministic: the same expression over the same bindings
/// fails in the same way.
public struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable code in kebab-case: `no-such-key`, `no-such-overload`, `null-value`, `overflow`, `divide-by-zero`,
  /// `bad-index`, `bad-timestamp`, `bad-duration`, `bad-conversion`, `unknown-zone`, `wrong-type`, `cost-limit`,
  /// `size-limit`…
  public let code: String
  /// A sentence for people, without the code.
  public let message: String
  /// The place in UTF-8 bytes from the start of the source; -1 until the evaluator has set it.
  public let offset: Int

  /// - Parameter offset: UTF-8 bytes from the start of the source; -1 if the place is unknown.
  public init(code: String, message: String, offset: Int = -1) {
    (self.code, self.message, self.offset) = (code, message, offset)
  }

  init(_ code: String, _ message: String) { self.init(code: code, message: message) }

  /// The code, the offset if it is known, and the message.
  public var description: String { offset < 0 ? "\(code): \(message)" : "\(code) at \(offset): \(message)" }

  func at(_ offset: Int) -> EvaluationError {
    self.offset >= 0 ? self : EvaluationError(code: code, message: message, offset: offset)
  }
}
