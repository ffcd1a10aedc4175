import Crypto
import Storage
import SystemdSupport

/// The key that capabilities are derived with, so that a repeated request hears the same ones again.
struct CapabilityKey: Sendable {
  let bytes: [UInt8]

  /// The credential, or a key that is made with the store and kept in it.
  init(_ credentials: Credentials, _ store: any StoreWriter) throws {
    do throws(CredentialError) {
      bytes = Array(try credentials.text("capability-key").utf8)
      guard (16...4_096).contains(bytes.count) else {
        throw CredentialError.unsafe(
          "capability-key", expected: "16 to 4,096 bytes", given: "\(bytes.count) bytes",
          cure: "write the key that was used before, or take the file away to have one made")
      }
    } catch {
      // With another key than before, every capability that was given out would open nothing.
      guard error.isAbsence else { throw error }
      if let kept = try store.meta("capability-key") {
        bytes = Array(kept.utf8)
        return
      }
      var generator = SystemRandomNumberGenerator()
      let digits = Array("0123456789abcdef")
      let key = String((0..<64).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
      try store.begin()
      try store.setMeta("capability-key", key)
      try store.commit()
      bytes = Array(key.utf8)
    }
  }

  /// HMAC-SHA256 over reference and role, 32 hex digits (128 bits) of it.
  func capability(_ reference: String, _ role: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(reference)/\(role)".utf8), using: SymmetricKey(data: bytes))
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: code.prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
