import HTTPTypes
import HummingbirdCore

/// The credentials of a caller of the public API.
enum Credentials: Hashable {
  /// The caller gave none.
  case none
  /// The token of a calling site: `Authorization: Bearer …` (RFC 6750).
  case bearer(String)
  /// The secret of a party of one booking: `Authorization: Capability …` or `?capability=…`.
  case capability(String)
  /// The caller gave something else, or two credentials at once.
  case unreadable

  /// The most bytes of a secret.
  static let limit = 1_024

  static func read(_ request: Request) -> Credentials {
    let query = request.uri.queryParameters["capability"].map { String($0) }
    guard let header = request.headers[.authorization] else {
      guard let query else { return .none }
      return visible(query) ? .capability(query) : .unreadable
    }
    guard query == nil, let (scheme, secret) = split(header), visible(secret) else { return .unreadable }
    switch scheme {
    case "bearer": return .bearer(secret)
    case "capability": return .capability(secret)
    default: return .unreadable
    }
  }

  /// Returns the scheme in lower case and the text that follows it (RFC 9110 section 11.4).
  static func split(_ header: String) -> (scheme: String, secret: String)? {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return (parts[0].lowercased(), String(parts[1].drop { $0 == " " }))
  }

  private static func visible(_ text: String) -> Bool {
    (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
