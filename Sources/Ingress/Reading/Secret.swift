import Crypto

/// A secret kept as its digest: comparing takes the same time whatever is wrong, and however many secrets there are.
struct Secret: Sendable {
  private let digest: SHA256.Digest

  init(_ text: String) {
    digest = SHA256.hash(data: Array(text.utf8))
  }

  /// swift-crypto compares digests in constant time.
  func matches(_ given: Secret) -> Bool { digest == given.digest }

  /// The index of the last secret that matches; all are compared.
  static func index(of given: String, in secrets: [Secret]) -> Int? {
    let given = Secret(given)
    var found: Int?
    for (index, secret) in secrets.enumerated() where secret.matches(given) { found = index }
    return found
  }
}
