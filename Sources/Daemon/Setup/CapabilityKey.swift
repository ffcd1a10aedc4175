import Digests
import Encoding
import Storage
import SystemdSupport

/// The key from which capabilities are derived, so that a repeated request is answered with the same ones.
struct CapabilityKey: Sendable {
  let bytes: [UInt8]

  /// Uses the credential or, without one, a key that is created with the store and kept beside it.
  init(_ credentials: Credentials, _ store: any StoreWriter, path: String) throws {
    bytes = try CapabilityKeyFile(storePath: path).key(credentials, store)
  }

  /// The first 32 hex digits (128 bits) of an HMAC-SHA-256 over reference and role.
  func capability(_ reference: String, _ role: String) -> String {
    let code = HMACSHA256.code(for: Array("\(reference)/\(role)".utf8), key: bytes)
    return Hex.encode(code.prefix(16))
  }
}
