/// One thing that is wrong with an expression, found before anything runs.
public struct CELIssue: Hashable, Sendable, CustomStringConvertible {
  /// Stable, kebab-case: `syntax`, `unknown-name`, `unknown-field`, `unknown-function`, `no-overload`, `wrong-type`,
  /// `missing-field`, `outside-domain`, `bad-literal`, `limit`.
  public let code: String
  public let message: String
  /// UTF-8 bytes from the start of the source.
  public let offset: Int
  /// UTF-8 bytes; at least 1 except at the end of the source.
  public let length: Int
  /// The nearest name or the cure, where one is known.
  public let hint: String?

  public init(code: String, message: String, offset: Int, length: Int, hint: String? = nil) {
    (self.code, self.message, self.offset, self.length, self.hint) = (code, message, offset, length, hint)
  }

  public var description: String { "\(code) at \(offset): \(message)" + (hint.map { "; \($0)" } ?? "") }
}

/// Everything found wrong with one expression, in the order of its text; never empty.
public struct CELIssues: Error, Hashable, Sendable, CustomStringConvertible {
  public let issues: [CELIssue]

  public init(_ issues: [CELIssue]) { self.issues = issues }

  public var description: String { issues.map(\.description).joined(separator: "\n") }
}
