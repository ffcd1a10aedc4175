import Crypto
import Encoding
import Storage
import SystemdSupport

/// The key that capabilities are derived with, so that a repeated request hears the same ones again.
struct CapabilityKey: Sendable {
  let bytes: [UInt8]

  /// The credential, or a key that is made with the store and kept beside it.
  init(_ credentials: Credentials, _ store: any StoreWriter, path: String) throws {
    bytes = try CapabilityKeyFile(storePath: path).key(credentials, store)
  }

  /// HMAC-SHA256 over reference and role, 32 hex digits (128 bits) of it.
  func capability(_ reference: String, _ role: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(reference)/\(role)".utf8), using: SymmetricKey(data: bytes))
    return Hex.encode(code.prefix(16))
  }
}
