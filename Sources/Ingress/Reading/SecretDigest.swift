import Digests

/// A secret that is kept as its digest. A comparison takes the same time whatever is wrong and however many secrets
/// there are.
struct SecretDigest: Sendable {
  private let digest: [UInt8]

  init(_ text: String) {
    digest = SHA256.hash(Array(text.utf8))
  }

  /// Compares the digests in constant time.
  func matches(_ given: SecretDigest) -> Bool { ConstantTime.equal(digest, given.digest) }

  /// Returns the index of the last secret that matches. All of them are compared.
  static func index(of given: String, in secrets: [SecretDigest]) -> Int? {
    let given = SecretDigest(given)
    var found: Int?
    for (index, secret) in secrets.enumerated() where secret.matches(given) { found = index }
    return found
  }
}
