/// A fault in an expression that was found before anything is evaluated.
public struct CELIssue: Hashable, Sendable, CustomStringConvertible {
  /// A stable code in kebab-case: `syntax`, `unknown-name`, `unknown-field`, `unknown-function`, `no-overload`,
  /// `wrong-type`, `missing-field`, `outside-domain`, `bad-literal` or `limit`.
  public let code: String
  /// A sentence for the author of the expression, without the code and the hint.
  public let message: String
  /// The place of the fault, in UTF-8 bytes from the start of the source.
  public let offset: Int
  /// The length of the faulty part in UTF-8 bytes; at least 1 except at the end of the source.
  public let length: Int
  /// The nearest name or the cure; nil where neither is known.
  public let hint: String?

  /// - Parameters:
  ///   - offset: UTF-8 bytes from the start of the source.
  ///   - length: UTF-8 bytes.
  public init(code: String, message: String, offset: Int, length: Int, hint: String? = nil) {
    (self.code, self.message, self.offset, self.length, self.hint) = (code, message, offset, length, hint)
  }

  /// The code, the offset, the message and the hint on one line.
  public var description: String { "\(code) at \(offset): \(message)" + (hint.map { "; \($0)" } ?? "") }
}

/// All faults found in one expression, in the order of its text. There is at least one.
public struct CELIssues: Error, Hashable, Sendable, CustomStringConvertible {
  /// In the order of the text, at least one.
  public let issues: [CELIssue]

  /// - Parameter issues: in the order of the text, at least one.
  public init(_ issues: [CELIssue]) { self.issues = issues }

  /// One line for each fault.
  public var description: String { issues.map(\.description).joined(separator: "\n") }
}

extension CELIssue {
  /// An issue about an expression, or about the place of its operator or name if `atPlace` is true.
  init(
    _ code: String, _ message: String, at expression: Expression, hint: String? = nil, atPlace: Bool = false,
    length: Int? = nil
  ) {
    let start = atPlace ? expression.place : expression.offset
    self.init(
      code: code, message: message, offset: start, length: max(1, length ?? (expression.end - start)), hint: hint)
  }
}
