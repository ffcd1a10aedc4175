/// A value that does not have the type it should: where in the value, what was expected, what was given.
public struct TypeMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// Field names and indices from the outside in, `client.phones[2]`; empty for the value itself.
  public let path: String
  public let expected: String
  public let given: String
  /// What to do, where it can be said.
  public let hint: String?

  public init(path: String, expected: String, given: String, hint: String? = nil) {
    (self.path, self.expected, self.given, self.hint) = (path, expected, given, hint)
  }

  public var message: String {
    let place = path.isEmpty ? "" : "\(path): "
    return "\(place)expected \(expected), given \(given)" + (hint.map { "; \($0)" } ?? "")
  }

  public var description: String { "type-mismatch: \(message)" }

  func under(_ step: String) -> TypeMismatch {
    let joined = path.isEmpty || path.hasPrefix("[") ? step + path : "\(step).\(path)"
    return TypeMismatch(path: joined, expected: expected, given: given, hint: hint)
  }
}
