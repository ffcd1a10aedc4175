/// The address of a service: scheme, host, port and the beginning of the path (RFC 3986). It has no user, query or
/// fragment, because addresses must not hold secrets.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  /// The scheme in lower case.
  public let scheme: String
  /// The host, without the brackets of an IPv6 address.
  public let host: String
  /// The port; nil for the scheme's default.
  public let port: Int?
  /// The path; empty, or with `/` at its beginning and not at its end.
  public let path: String

  /// The address as written, without a slash at its end.
  public let description: String

  /// Returns nil if `text` is not an address with one of `schemes`.
  public init?(_ text: String, schemes: [String]) {
    let form =
      /([a-z]+):\/\/(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?((?:\/[A-Za-z0-9._~%!$&'()*+,;=:@-]*)*)/
    guard text.utf8.count <= 2000, let match = text.wholeMatch(of: form), schemes.contains(String(match.1)) else {
      return nil
    }
    scheme = String(match.1)
    host = String(match.2 ?? match.3 ?? "")
    if let digits = match.4 {
      guard let number = Int(digits), (1...65_535).contains(number) else { return nil }
      port = number
    } else {
      port = nil
    }
    let trimmed = match.5.reversed().drop { $0 == "/" }.reversed()
    path = String(trimmed)
    description = String(text.dropLast(match.5.count - path.count))
  }

  /// True for a scheme without encryption.
  public var isPlaintext: Bool { scheme == "http" || scheme == "smtp" }
}
