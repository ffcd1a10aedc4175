import Crypto
import Storage
import SystemdSupport

/// The key that capabilities are derived with, so that a repeated request hears the same ones again.
struct CapabilityKey: Sendable {
  let bytes: [UInt8]

  /// The credential, or a key that is made with the store and kept in it.
  init(_ credentials: Credentials, _ store: any StoreWriter) throws {
    if let given = try Self.credential(credentials) {
      bytes = given
    } else if let kept = try store.meta("capability-key") {
      bytes = Array(kept.utf8)
    } else {
      var generator = SystemRandomNumberGenerator()
      let digits = Array("0123456789abcdef")
      let key = String((0..<64).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
      try store.begin()
      try store.setMeta("capability-key", key)
      try store.commit()
      bytes = Array(key.utf8)
    }
  }

  /// nil if there is none. One that is there and cannot be used is never taken for none: with another key than before, every capability
  /// that was given out would open nothing.
  private static func credential(_ credentials: Credentials) throws(CredentialError) -> [UInt8]? {
    let given: [UInt8]
    do throws(CredentialError) {
      given = Array(try credentials.text("capability-key").utf8)
    } catch {
      guard error.isAbsence else { throw error }
      return nil
    }
    guard (16...4_096).contains(given.count) else {
      throw .unsafe(
        "capability-key", expected: "16 to 4,096 bytes", given: "\(given.count) bytes",
        cure: "write the key that was used before, or take the file away to have one made")
    }
    return given
  }

  /// HMAC-SHA256 over reference and role, 32 hex digits (128 bits) of it.
  func capability(_ reference: String, _ role: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(reference)/\(role)".utf8), using: SymmetricKey(data: bytes))
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: code.prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
