import CLibcrypto

/// HMAC-SHA-1 (RFC 2104), computed by the system's libcrypto. It is for senders of webhooks that sign with nothing better;
/// nothing of our own uses it.
public enum HMACSHA1 {
  /// The number of bytes of a code.
  public static let size = 20

  /// Returns the message's authentication code. The key may have any length.
  public static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: size) { code, count in
      precondition(
        magnetiq_hmac_sha1(key, key.count, message, message.count, code.baseAddress) == 1,
        "libcrypto has no HMAC-SHA-1")
      count = size
    }
  }
}
