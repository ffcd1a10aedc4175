// Addresses: paths, sockets, networks, services and mailboxes.

extension SettingKind where Value == String {
  /// An absolute path of a file or a folder.
  static func path(_ what: String) -> SettingKind {
    SettingKind(
      expected: "the absolute path of \(what)",
      parse: { text, _ in
        text.hasPrefix("/") && text.utf8.count <= 4000 && !text.utf8.contains(0) ? text : nil
      },
      cure: { text, _ in text.hasPrefix("/") ? nil : "begin it with /; a service has no working folder"
      })
  }

  /// The path of a Unix socket, within the kernel's limit of length.
  static var socketPath: SettingKind {
    SettingKind(
      expected: "the absolute path of a Unix socket, at most 107 bytes",
      parse: { text, _ in text.hasPrefix("/") && text.utf8.count <= 107 ? text : nil })
  }

  /// Rejects text that cannot be a network; the exact form is checked where it is used.
  static var network: SettingKind {
    SettingKind(
      expected: "a network such as 10.0.0.0/8, an address, or unix",
      parse: { text, _ in text == "unix" || text.wholeMatch(of: /[0-9A-Fa-f:.]{2,45}(\/\d{1,3})?/) != nil ? text : nil }
    )
  }

  /// One addr-spec of RFC 5322 in its usual form. Whether the mailbox exists is known only after sending.
  static var mailAddress: SettingKind {
    SettingKind(
      expected: "a mail address such as bookings@example.com",
      parse: { text, _ in
        text.utf8.count <= 254 && text.wholeMatch(of: /[A-Za-z0-9.!#$%&'*+\/=?^_`{|}~-]+@[A-Za-z0-9.-]+/) != nil
          ? text : nil
      })
  }

  static var folder: SettingKind {
    SettingKind(
      expected: "a mailbox's folder: 1 to 255 printable ASCII characters without quotes and backslashes",
      parse: { text, _ in
        (1...255).contains(text.utf8.count)
          && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C } ? text : nil
      })
  }

  static var domain: SettingKind {
    SettingKind(
      expected: "a domain such as example.com",
      parse: { text, _ in
        text.count <= 253 && text.wholeMatch(of: /[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?/) != nil ? text : nil
      })
  }
}

extension SettingKind where Value == ListenTarget {
  static var listen: SettingKind {
    SettingKind(
      expected: "socket-activation, or host:port such as 127.0.0.1:8080",
      parse: { text, _ in ListenTarget(text) })
  }
}

extension SettingKind where Value == WebAddress {
  static func address(_ schemes: String...) -> SettingKind {
    SettingKind(
      expected: "an address such as \(schemes[0])://host/path",
      parse: { text, _ in WebAddress(text, schemes: schemes) },
      cure: { text, _ in
        if text.contains("@") { return "take user and password away; name credentials instead" }
        if text.contains("?") || text.contains("#") { return "take the query and the fragment away" }
        return nil
      })
  }
}
