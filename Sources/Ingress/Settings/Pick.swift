/// The place of a value in a webhook.
public enum Pick: Sendable, Hashable, CustomStringConvertible {
  /// A path of keys into the body's object.
  case body([String])
  /// A header field, by its name.
  case header(String)
  /// A text that is the same for every delivery.
  case fixed(String)
  /// The SHA-256 of the body in hex. It serves as the key of a sender without ids.
  case digest

  /// Reads a place such as `body.data.id`, `header.X-Event-Id`, `fixed.calendar.changed` or `digest`. Returns nil for
  /// any other text.
  public init?(_ text: String) {
    if text == "digest" {
      self = .digest
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count > 1, !parts.contains("") else { return nil }
    switch parts[0] {
    case "body": self = .body(Array(parts.dropFirst()))
    case "header" where parts.count == 2: self = .header(parts[1])
    case "fixed": self = .fixed(parts.dropFirst().joined(separator: "."))
    default: return nil
    }
  }

  /// The place as the initializer reads it.
  public var description: String {
    switch self {
    case .body(let path): "body.\(path.joined(separator: "."))"
    case .header(let name): "header.\(name)"
    case .fixed(let text): "fixed.\(text)"
    case .digest: "digest"
    }
  }
}
