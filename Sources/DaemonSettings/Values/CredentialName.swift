/// The name of a secret that systemd passes (`LoadCredential=`); settings never hold the secret itself.
public struct CredentialName: Hashable, Sendable, CustomStringConvertible {
  /// The name.
  public let description: String

  /// Returns nil unless the text can be a file name: at most 128 letters, digits, `.`, `_` and `-`.
  init?(_ text: String) {
    guard text.count <= 128, text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil else { return nil }
    description = text
  }
}
