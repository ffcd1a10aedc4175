/// The key under which the rate limit counts a client: its address, as far as declared proxies vouch for it.
package enum ClientAddress {
  /// The number of hops of `X-Forwarded-For` that are read, from the right.
  static let hops = 16

  /// - Parameters:
  ///   - peer: the remote address of the connection; nil on a Unix socket.
  ///   - forwarded: the values of `X-Forwarded-For` in their order.
  /// - Returns: a key of bounded size. IPv6 addresses count by their /64, which is the range that one host has.
  package static func key(peer: String?, forwarded: [String], trusted: [AddressRange]) -> String {
    var bytes = peer.flatMap { AddressRange.parse($0) }
    if isTrusted(peer, trusted) {
      let hops = forwarded.joined(separator: ",").split(separator: ",").suffix(Self.hops)
      for hop in hops.reversed() {
        guard let address = AddressRange.parse(host(trimmed(hop))) else { break }
        bytes = address
        if !trusted.contains(where: { $0.contains(address) }) { break }
      }
    }
    return bytes.map(key) ?? (peer == nil ? "unix" : "unknown")
  }

  /// The same key for an address that a site states; nil if it is none.
  static func key(stated text: String) -> String? { AddressRange.parse(host(trimmed(text[...]))).map(key) }

  private static func key(_ bytes: [UInt8]) -> String {
    let kept = bytes.count == 16 ? bytes.prefix(8) : bytes[...]
    return kept.map { String($0) }.joined(separator: ".")
  }

  /// Returns true for a connection from a declared proxy, whose statement about its clients is believed.
  package static func isTrusted(_ peer: String?, _ trusted: [AddressRange]) -> Bool {
    let bytes = peer.flatMap { AddressRange.parse($0) }
    return (peer == nil || bytes != nil) && trusted.contains { $0.contains(bytes) }
  }

  /// Returns the address of a hop as proxies write it: alone, with a port (`192.0.2.1:5678`), or in brackets with or
  /// without one (`[2001:db8::1]:5678`). Any other text is returned as it is and is no address.
  private static func host(_ hop: String) -> String {
    if hop.first == "[" {
      guard let end = hop.firstIndex(of: "]") else { return hop }
      let rest = hop[hop.index(after: end)...]
      return rest.isEmpty || isPort(rest) ? String(hop[hop.index(after: hop.startIndex)..<end]) : hop
    }
    guard let colon = hop.firstIndex(of: ":"), isPort(hop[colon...]) else { return hop }
    return String(hop[..<colon])
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.first == ":" && (2...6).contains(text.utf8.count)
      && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " || text.first == "\t" { text = text.dropFirst() }
    while text.last == " " || text.last == "\t" { text = text.dropLast() }
    return String(text)
  }
}
