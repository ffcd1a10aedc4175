/// The name of a secret that systemd passes (`LoadCredential=`); settings never hold the secret itself.
public struct CredentialName: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// nil unless it can be a file name: letters, digits, `.`, `_` and `-`, at most 128.
  init?(_ text: String) {
    guard text.count <= 128, text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil else { return nil }
    description = text
  }
}
