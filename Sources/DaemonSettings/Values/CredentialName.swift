/// The name of a secret that systemd passes (`LoadCredential=`); settings never hold the secret itself.
public struct CredentialName: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// nil unless it can be a file name: letters, digits, `.`, `_` and `-`, at most 128.
  init?(_ text: String) {
    guard text.count <= 128, text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil else { return nil }
    description = text
  }
}

extension SettingKind where Value == CredentialName {
  static var credential: SettingKind {
    SettingKind(
      expected: "the name of a credential (letters, digits, '.', '_', '-')",
      parse: { text, _ in looksSecret(text) ? nil : CredentialName(text) },
      cure: { text, _ in
        looksSecret(text)
          ? "that is a secret, and settings are not: write it to /etc/magnetiq/credentials/NAME, put NAME here, and change the secret"
          : nil
      }, mayBeShown: false)
  }

  private static func looksSecret(_ text: String) -> Bool {
    ["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"].contains { text.hasPrefix($0) }
  }
}
