import Glibc

/// An IPv4 or IPv6 network, or the peers on a Unix socket. A single address is a network of full length.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
  /// The range as it was written.
  public let description: String
  private let bytes: [UInt8]
  private let bits: Int

  /// Reads a range such as `10.0.0.0/8`, `::1` or `unix`. Returns nil for any other text.
  public init?(_ text: String) {
    description = text
    if text == "unix" {
      (bytes, bits) = ([], 0)
      return
    }
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bytes = Self.parse(String(parts[0])) else { return nil }
    self.bytes = bytes
    if parts.count == 1 {
      bits = bytes.count * 8
    } else {
      guard let bits = Int(parts[1]), (0...bytes.count * 8).contains(bits) else { return nil }
      self.bits = bits
    }
  }

  /// Returns true if the address lies in the range. The address is nil for a peer on a Unix socket.
  func contains(_ address: [UInt8]?) -> Bool {
    guard let address else { return bytes.isEmpty }
    guard !bytes.isEmpty, address.count == bytes.count else { return false }
    for index in bytes.indices {
      let left = bits - index * 8
      if left <= 0 { return true }
      let mask: UInt8 = left >= 8 ? 0xFF : ~(0xFF >> UInt8(left))
      if bytes[index] & mask != address[index] & mask { return false }
    }
    return true
  }

  /// Returns the 4 or 16 bytes of an address; nil for any other text. An IPv4 address mapped into IPv6 becomes the IPv4
  /// address.
  static func parse(_ text: String) -> [UInt8]? {
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
    var six = in6_addr()
    guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    let bytes = withUnsafeBytes(of: &six) { Array($0) }
    let mapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    return mapped ? Array(bytes.suffix(4)) : bytes
  }
}
