import HTTPTypes
import HummingbirdCore

/// What a caller of the public API shows.
enum Credentials: Hashable {
  case none
  /// `Authorization: Bearer …`: a calling site.
  case bearer(String)
  /// `Authorization: Capability …` or `?capability=…`: a party of one booking.
  case capability(String)
  /// Something else, or two at once.
  case unreadable

  /// The longest secret that is looked at, in bytes.
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

  /// The scheme in lower case and what follows it; RFC 9110 section 11.4.
  static func split(_ header: String) -> (scheme: String, secret: String)? {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return (parts[0].lowercased(), String(parts[1].drop { $0 == " " }))
  }

  private static func visible(_ text: String) -> Bool {
    (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
