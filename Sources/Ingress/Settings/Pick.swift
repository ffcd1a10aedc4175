/// Where in a webhook a value stands.
public enum Pick: Sendable, Hashable, CustomStringConvertible {
  /// A path of keys into the body's object.
  case body([String])
  case header(String)
  /// The same for every delivery.
  case fixed(String)
  /// SHA-256 of the body in hex: the key of last resort, for a sender without ids.
  case digest

  /// `body.data.id`, `header.X-Event-Id`, `fixed.calendar.changed`, `digest`; nil for anything else.
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

  public var description: String {
    switch self {
    case .body(let path): "body.\(path.joined(separator: "."))"
    case .header(let name): "header.\(name)"
    case .fixed(let text): "fixed.\(text)"
    case .digest: "digest"
    }
  }
}
