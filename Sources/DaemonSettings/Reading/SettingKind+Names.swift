import CivilTime

// Names: of ours, of the senders' headers and fields, of credentials and providers' versions.

extension SettingKind where Value == String {
  /// A name that the operator chooses: lower-case letters, digits and hyphens.
  static func name(_ what: String) -> SettingKind {
    SettingKind(
      expected: "\(what): lower-case letters, digits and hyphens, beginning with a letter, at most 64",
      parse: { text, _ in text.count <= 64 && text.wholeMatch(of: /[a-z][a-z0-9-]*/) != nil ? text : nil })
  }

  /// A header name (RFC 9110 §5.1) without the characters that no sender uses.
  static var headerName: SettingKind {
    SettingKind(
      expected: "a header's name",
      parse: { text, _ in text.count <= 64 && text.wholeMatch(of: /[A-Za-z0-9-]+/) != nil ? text : nil })
  }

  static var pick: SettingKind {
    SettingKind(
      expected: "body.PATH, header.NAME, fixed.TEXT or digest",
      parse: { text, _ in
        text == "digest" || text.wholeMatch(of: /(?:body(?:\.[^.\s]+)+|header\.[A-Za-z0-9-]+|fixed\.\S+)/) != nil
          ? text : nil
      })
  }

  static var yearMonth: SettingKind {
    SettingKind(
      expected: "a version as year and month, such as 202601",
      parse: { text, _ in text.wholeMatch(of: /20\d\d(0[1-9]|1[0-2])/) != nil ? text : nil })
  }

  static var twilioAccount: SettingKind {
    SettingKind(
      expected: "an account of Twilio, AC and 32 hexadecimal digits",
      parse: { text, _ in text.wholeMatch(of: /AC[0-9a-f]{32}/) != nil ? text : nil })
  }

  static var messageSender: SettingKind {
    SettingKind(
      expected: "a number such as +4930123456, or a messaging service MG…",
      parse: { text, _ in text.wholeMatch(of: /\+[1-9][0-9]{6,14}|MG[0-9a-f]{32}/) != nil ? text : nil })
  }

  static var objectIdentifier: SettingKind {
    SettingKind(
      expected: "the object identifier of a user, such as dc17674c-81d9-4adb-bfb2-8f6a442e4622",
      parse: { text, _ in
        text.wholeMatch(of: /[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}/) != nil
          ? text : nil
      },
      cure: { text, _ in text.contains("@") ? "Microsoft Entra shows it beside the user's address" : nil })
  }

  static var author: SettingKind {
    SettingKind(
      expected: "urn:li:person:ID or urn:li:organization:ID",
      parse: { text, _ in text.wholeMatch(of: /urn:li:(person|organization):[A-Za-z0-9_-]{1,64}/) != nil ? text : nil })
  }
}

extension SettingKind where Value == LocalDate {
  static var day: SettingKind {
    SettingKind(expected: "a day, such as 2027-03-01", parse: { text, _ in try? LocalDate.parse(text) })
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
