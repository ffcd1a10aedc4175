import CLibcrypto

/// HMAC-SHA-256 (RFC 2104), computed by the system's libcrypto.
public enum HMACSHA256 {
  /// Returns the 32 bytes of the message's authentication code. The key may have any length.
  public static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: SHA256.size) { code, count in
      precondition(
        magnetiq_hmac_sha256(key, key.count, message, message.count, code.baseAddress) == 1,
        "libcrypto has no HMAC-SHA-256")
      count = SHA256.size
    }
  }

  /// Returns true if the code is the message's under this key. The time does not depend on where the two differ.
  public static func isCode(_ code: [UInt8], of message: [UInt8], key: [UInt8]) -> Bool {
    ConstantTime.equal(code, self.code(for: message, key: key))
  }
}

/// Comparisons that tell nothing about their arguments by the time that they take.
public enum ConstantTime {
  /// Returns true if both have the same bytes. The time depends on their lengths only.
  public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
  }
}
