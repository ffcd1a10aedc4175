/// Who is counted by the rate limit: the address of the client as far as declared proxies vouch for it.
enum ClientAddress {
  /// Hops of `X-Forwarded-For` looked at, from the right.
  static let hops = 16

  /// - Parameters:
  ///   - peer: the connection's own remote address, nil on a Unix socket.
  ///   - forwarded: the values of `X-Forwarded-For` in their order.
  /// - Returns: a key of bounded size. IPv6 is counted by its /64, for that is what one host gets.
  static func key(peer: String?, forwarded: [String], trusted: [AddressRange]) -> String {
    var bytes = peer.flatMap { AddressRange.parse($0) }
    if peer == nil || bytes != nil, trusted.contains(where: { $0.contains(bytes) }) {
      let hops = forwarded.joined(separator: ",").split(separator: ",").suffix(Self.hops)
      for hop in hops.reversed() {
        guard let address = AddressRange.parse(trimmed(hop)) else { break }
        bytes = address
        if !trusted.contains(where: { $0.contains(address) }) { break }
      }
    }
    guard let bytes else { return peer == nil ? "unix" : "unknown" }
    let kept = bytes.count == 16 ? bytes.prefix(8) : bytes[...]
    return kept.map { String($0) }.joined(separator: ".")
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " || text.first == "\t" { text = text.dropFirst() }
    while text.last == " " || text.last == "\t" { text = text.dropLast() }
    return String(text)
  }
}
