/// Where a service is reached: scheme, host, port and the first part of the path (RFC 3986, without user, query and
/// fragment: secrets do not belong into addresses).
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  public let scheme: String
  /// Without the brackets of an IPv6 address.
  public let host: String
  /// nil when the scheme's own is meant.
  public let port: Int?
  /// Begins with `/` or is empty; never ends with `/`.
  public let path: String

  /// As it was written, without a slash at the end.
  public let description: String

  /// nil when `text` is not an address of one of `schemes`.
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

  /// True for a scheme whose traffic can be read on the way.
  public var isPlaintext: Bool { scheme == "http" || scheme == "smtp" }
}
