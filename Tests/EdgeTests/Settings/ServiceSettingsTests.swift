import Testing

@testable import DaemonSettings

/// Settings of calendars, meetings and mailboxes: each service has keys of its own, and those of another are refused.
@Suite struct ServiceSettingsTests {
  private func findings(_ text: String) -> [String] {
    SettingsDocument(text: text, file: "f").findings.map { "\($0.code.rawValue) \($0.key)" }
  }

  @Test func eachServiceHasItsKeys() throws {
    let settings = try Settings.parse(
      """
      executors:
        calendar: {service: google, client: c, secret: s, refresh_token: r}
        meetings: {service: teams, tenant: example.onmicrosoft.com, client: c, secret: s,
          host: dc17674c-81d9-4adb-bfb2-8f6a442e4622}
      """, file: "f")
    guard case .google(let google) = settings.executors.calendar?.place else {
      Issue.record("\(settings.executors)")
      return
    }
    #expect(google.url.description == "https://www.googleapis.com")
    #expect(google.tokenURL.description == "https://oauth2.googleapis.com/token")
    guard case .teams(let teams) = settings.executors.meetings?.place else {
      Issue.record("\(settings.executors)")
      return
    }
    #expect(teams.url.description == "https://graph.microsoft.com" && teams.tenant == "example.onmicrosoft.com")
    #expect(teams.tokenURL.description == "https://login.microsoftonline.com")
    let old = try Settings.parse("executors: {calendar: {url: \"https://dav.example.com\"}}", file: "f")
    guard case .caldav(let server) = old.executors.calendar?.place else {
      Issue.record("\(old.executors)")
      return
    }
    #expect(server.path == "{owner}/bookings")
  }

  @Test func aKeyThatIsMissingOrOfAnotherServiceIsNamed() {
    for (text, expected) in [
      ("calendar: {service: google, client: c, secret: s}", ["settings-missing-key executors.calendar.refresh_token"]),
      ("calendar: {service: microsoft, client: c, secret: s}", ["settings-missing-key executors.calendar.tenant"]),
      ("calendar: {}", ["settings-missing-key executors.calendar.url"]),
      (
        "calendar: {service: microsoft, tenant: t, client: c, secret: s, path: p, refresh_token: r}",
        ["settings-conflict executors.calendar.path", "settings-conflict executors.calendar.refresh_token"]
      ),
      (
        "calendar: {url: \"https://d.example\", client: c, username: u}",
        ["settings-conflict executors.calendar.client", "settings-conflict executors.calendar.username"]
      ),
      (
        "calendar: {service: google, client: c, secret: s, refresh_token: r, token_url: \"http://x.example\"}",
        ["settings-plaintext executors.calendar.token_url"]
      ),
      (
        "meetings: {service: teams, tenant: t, client: c, secret: s, host: a@example.com}",
        ["settings-value executors.meetings.host"]
      ),
      (
        "meetings: {service: meet, account: a, client: c, secret: s, refresh_token: r, host: a@example.com}",
        ["settings-conflict executors.meetings.account"]
      ),
      ("meetings: {client: c, secret: s, host: a@example.com}", ["settings-missing-key executors.meetings.account"]),
      (
        "calendar: {service: outlook}",
        ["settings-value executors.calendar.service", "settings-missing-key executors.calendar.url"]
      ),
    ] {
      #expect(Set(findings("executors: {\(text)}")) == Set(expected), "\(text)")
    }
  }

  @Test func aMailboxIsEncryptedAndHasANameOfItsOwn() throws {
    let settings = try Settings.parse(
      "ingress: {mailboxes: [{name: reports, url: \"imaps://mail.example.com\", username: u, password: p}]}", file: "f")
    let box = try #require(settings.ingress.mailboxes.first)
    #expect(box.folder == "INBOX" && box.every == .seconds(60) && box.mailLimit == 256 << 10 && box.refusals == nil)
    for (text, expected) in [
      (
        "name: reports, url: \"imap://m.example\", starttls: false, username: u, password: p",
        "settings-plaintext ingress.mailboxes[0].starttls"
      ),
      (
        "name: timer, url: \"imaps://m.example\", username: u, password: p",
        "settings-conflict ingress.mailboxes[0].name"
      ),
      (
        "name: reports, url: \"imaps://m.example/INBOX\", username: u, password: p",
        "settings-value ingress.mailboxes[0].url"
      ),
      ("name: reports, url: \"imaps://m.example\", password: p", "settings-missing-key ingress.mailboxes[0].username"),
      (
        "name: reports, url: \"imaps://m.example\", username: u, password: p, folder: 'a\"b'",
        "settings-value ingress.mailboxes[0].folder"
      ),
    ] {
      #expect(findings("ingress: {mailboxes: [{\(text)}]}") == [expected], "\(text)")
    }
    let signIn = "name: reports, url: \"imaps://m.example\", username: u"
    for (text, expected) in [
      ("\(signIn)", ["settings-missing-key ingress.mailboxes[0].password"]),
      (
        "\(signIn), service: microsoft, password: p, client: c, secret: s",
        ["settings-missing-key ingress.mailboxes[0].tenant", "settings-conflict ingress.mailboxes[0].password"]
      ),
      (
        "\(signIn), service: google, client: c, secret: s",
        ["settings-missing-key ingress.mailboxes[0].refresh_token"]
      ),
      ("\(signIn), password: p, tenant: t.example", ["settings-conflict ingress.mailboxes[0].tenant"]),
      ("\(signIn), service: yahoo, password: p", ["settings-value ingress.mailboxes[0].service"]),
      (
        "\(signIn), service: google, client: c, secret: s, refresh_token: r, token_url: \"http://t.example\"",
        ["settings-plaintext ingress.mailboxes[0].token_url"]
      ),
      ("\(signIn), service: google, client: c, secret: s, refresh_token: r", []),
      ("\(signIn), service: microsoft, tenant: t.example, client: c, secret: s", []),
    ] {
      #expect(findings("ingress: {mailboxes: [{\(text)}]}") == expected, "\(text)")
    }
    let twice = findings(
      """
      ingress:
        sources: [{name: reports, scheme: bearer, secrets: s, format: mail}]
        mailboxes: [{name: reports, url: "imaps://m.example", username: u, password: p}]
      """)
    #expect(twice == ["settings-conflict ingress.mailboxes"])
  }
}
