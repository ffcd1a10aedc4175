import CEL
import CivilTime
import Execution
import Secrets
import Testing
import Transport

@testable import Executors

/// A service that keeps calendars, with the sandbox in its place.
enum HostedCalendar: String, CaseIterable, CustomTestStringConvertible {
  case google, microsoft

  var testDescription: String { rawValue }

  func service(_ url: String, secret: Secret? = nil) -> CalendarSettings.Service {
    switch self {
    case .google:
      .google(
        GoogleAccount(
          baseURL: url, tokenURL: url + "/token", client: "google-client", secret: secret ?? "google-sandbox",
          refreshToken: "google-refresh"))
    case .microsoft:
      .microsoft(
        MicrosoftAccount(
          baseURL: url, loginURL: url, tenant: "sandbox-tenant", client: "graph-client",
          secret: secret ?? "graph-sandbox"))
    }
  }

  /// The operation that creates an event, for a fault.
  var creation: String { self == .google ? "google.insert" : "graph.post" }
  var look: String { "\(self == .google ? "google" : "graph").get" }
}

/// Calendars at Google and at Microsoft, which differ in everything but what a booking wants of them.
@Suite struct HostedCalendarTests {
  private func executor(
    _ kind: HostedCalendar, _ sandbox: RunningSandbox, secret: Secret? = nil
  ) -> CalendarExecutor {
    CalendarExecutor(
      CalendarSettings(kind.service(sandbox.url, secret: secret), allowPlaintext: true), transport: sandbox.client)
  }

  private func put(
    _ sequence: Int64, _ start: String, owner: String = "carl@consultant.example", now: String = RunningSandbox.start
  ) -> StepRequest {
    let from = instant(start)
    return stepRequest(
      "calendar.put",
      [
        "owner": .string(owner), "uid": "VLT-20260303-AB12", "sequence": .int(sequence), "start": .timestamp(from),
        "end": .timestamp(from.adding(.seconds(1_800))!), "summary": "30 for 30; with Ada's team", "location": nil,
        "organizer": "carl@consultant.example", "attendee": "ada@client.example",
      ], key: "VLT-20260303-AB12/calendar/\(sequence)/g1", now: now)
  }

  private func delete(_ owner: String = "carl@consultant.example") -> StepRequest {
    stepRequest("calendar.delete", ["owner": .string(owner), "uid": "VLT-20260303-AB12"])
  }

  private func busy(
    from: String = "2026-03-01T00:00:00Z", to: String = "2026-03-31T00:00:00Z",
    owner: String = "carl@consultant.example"
  ) -> StepRequest {
    stepRequest(
      "calendar.busy",
      ["owner": .string(owner), "from": .timestamp(instant(from)), "to": .timestamp(instant(to))])
  }

  private func taken(_ executor: CalendarExecutor) async -> [Value] {
    (await executor.outcome(busy()).data?["busy"]?.listValue ?? []).compactMap { $0["start"] }
  }

  @Test(arguments: HostedCalendar.allCases) func anEntryIsWrittenMovedAndTakenAway(_ kind: HostedCalendar) async throws
  {
    try await RunningSandbox.with { sandbox in
      let calendar = executor(kind, sandbox)
      #expect(await taken(calendar) == [])
      for _ in 0..<2 { #expect(await calendar.outcome(put(0, "2026-03-05T09:00:00Z")).brief == "done") }
      #expect(await taken(calendar) == [.timestamp(instant("2026-03-05T09:00:00Z"))], "a second time changes nothing")
      #expect(await calendar.outcome(put(1, "2026-03-06T10:00:00Z")).brief == "done")
      #expect(await taken(calendar) == [.timestamp(instant("2026-03-06T10:00:00Z"))])
      #expect(await calendar.outcome(put(0, "2026-03-05T09:00:00Z")).brief == "done")
      #expect(await taken(calendar) == [.timestamp(instant("2026-03-06T10:00:00Z"))], "what is older changes nothing")
      let events = try await sandbox.control(.get, "calendars")[kind.rawValue]?.listValue ?? []
      #expect(events.count == 1 && events.first?["attendees"] == nil, "the mail invites, and nobody else")
      for _ in 0..<2 { #expect(await calendar.outcome(delete()).brief == "done") }
      #expect(await taken(calendar) == [])
      #expect(await calendar.outcome(put(2, "2026-03-07T10:00:00Z")).brief == "done")
      #expect(await taken(calendar) == [.timestamp(instant("2026-03-07T10:00:00Z"))], "it comes back")
    }
  }

  @Test(arguments: HostedCalendar.allCases)
  func anEventWhoseReplyWasLostIsNotCreatedAgain(_ kind: HostedCalendar) async throws {
    try await RunningSandbox.with { sandbox in
      let calendar = executor(kind, sandbox)
      try await sandbox.fault(kind.creation, "reply_lost")
      // Libcurl may have sent it again on another connection, since that is harmless.
      let lost = await calendar.outcome(put(0, "2026-03-05T09:00:00Z")).brief
      #expect(["unknown:connection_lost", "retry:changed", "done"].contains(lost), "\(lost)")
      try await sandbox.fault(kind.look, "status", ["status": 500])
      #expect(
        await calendar.outcome(put(0, "2026-03-05T09:00:00Z")).brief == "retry:provider_error", "a look is no act")
      #expect(await calendar.outcome(put(0, "2026-03-05T09:00:00Z")).brief == "done")
      #expect(try await sandbox.control(.get, "calendars")[kind.rawValue]?.listValue?.count == 1)
    }
  }

  @Test(arguments: HostedCalendar.allCases)
  func tokensAreReplacedAtTheirEndAndWhenTheyAreRefused(_ kind: HostedCalendar) async throws {
    try await RunningSandbox.with { sandbox in
      let calendar = executor(kind, sandbox)
      #expect(await calendar.outcome(put(0, "2026-03-05T09:00:00Z")).brief == "done")
      try await sandbox.control(.delete, "calendars")
      #expect(await calendar.outcome(put(1, "2026-03-05T10:00:00Z")).brief == "done", "refused, and replaced")
      try await sandbox.control(.post, "clock", ["now": "2026-03-03T11:00:00Z"])
      #expect(await calendar.outcome(put(2, "2026-03-05T11:00:00Z", now: "2026-03-03T11:00:00Z")).brief == "done")
      let wrong = await executor(kind, sandbox, secret: "other").outcome(put(3, "2026-03-05T09:00:00Z"))
      #expect(wrong.brief == "retry:unauthorized" && wrong.isOurs)
    }
  }

  @Test(arguments: HostedCalendar.allCases) func whatIsNotThereIsSaidAndTheServiceIsAsked(_ kind: HostedCalendar)
    async throws
  {
    try await RunningSandbox.with { sandbox in
      let calendar = executor(kind, sandbox)
      #expect(
        await calendar.outcome(put(0, "2026-03-05T09:00:00Z", owner: "nobody@x.example")).brief == "failed:no_calendar")
      #expect(await calendar.outcome(busy(owner: "nobody@x.example")).brief == "failed:no_calendar")
      #expect(await calendar.outcome(put(0, "2026-03-05T09:00:00Z", owner: "two words")).brief == "failed:rejected")
      for (secret, isFine) in [(nil as Secret?, true), ("other", false)] {
        let asked = executor(kind, sandbox, secret: secret)
        let answer = await withCheckedContinuation { continuation in
          asked.check(now: instant(RunningSandbox.start)) { continuation.resume(returning: $0) }
        }
        if case .works = answer { #expect(isFine) } else { #expect(!isFine, "\(answer)") }
      }
    }
  }

  @Test(arguments: HostedCalendar.allCases) func aYearIsAskedAboutInPieces(_ kind: HostedCalendar) async throws {
    try await RunningSandbox.with { sandbox in
      let calendar = executor(kind, sandbox)
      #expect(await calendar.outcome(put(0, "2026-12-24T09:00:00Z")).brief == "done")
      let year = await calendar.outcome(busy(from: "2026-02-28T00:00:00Z", to: "2027-02-28T00:00:00Z"))
      #expect(year.data?["busy"]?.listValue?.count == 1)
      let instant = await calendar.outcome(busy(from: "2026-12-24T09:00:00Z", to: "2026-12-24T09:10:00Z"))
      #expect(instant.data?["busy"]?.listValue?.count == 1)
    }
  }

  @Test func refusalsOfGoogleAreToldApart() async throws {
    func refusal(_ status: Int, _ reason: String) -> (Int, String) {
      (status, "{\"error\": {\"code\": \(status), \"errors\": [{\"reason\": \"\(reason)\"}]}}")
    }
    for ((status, body), expected, isOurs) in [
      (refusal(403, "rateLimitExceeded"), "retry:rate_limited", false),
      (refusal(429, "rateLimitExceeded"), "retry:rate_limited", false),
      (refusal(403, "quotaExceeded"), "retry:quota", true),
      (refusal(403, "insufficientPermissions"), "retry:forbidden", true),
      (refusal(403, "requiredAccessLevel"), "failed:no_calendar", false),
      (refusal(412, "conditionNotMet"), "retry:changed", false),
      (refusal(409, "duplicate"), "retry:changed", false), (refusal(404, "notFound"), "failed:no_calendar", false),
      (refusal(400, "invalid"), "failed:rejected", false),
      (refusal(500, "backendError"), "unknown:provider_error", false),
      ((502, "<html/>"), "unknown:not_the_provider", false), ((403, "<html/>"), "unknown:not_the_provider", false),
    ] {
      let http = ScriptedTransport([
        .answer(200, #"{"access_token": "t", "expires_in": 3599}"#), .answer(404, refusal(404, "notFound").1),
        .answer(status, body),
      ])
      let executor = CalendarExecutor(
        CalendarSettings(HostedCalendar.google.service("https://g.example")), transport: http)
      let outcome = await executor.outcome(put(0, "2026-03-05T09:00:00Z"))
      #expect(outcome.brief == expected && outcome.isOurs == isOurs, "\(status) \(body): \(outcome)")
    }
  }

  @Test func refusalsOfMicrosoftAreToldApart() async throws {
    for (status, body, expected, isOurs) in [
      (403, #"{"error": {"code": "ErrorAccessDenied"}}"#, "retry:forbidden", true),
      (429, #"{"error": {"code": "TooManyRequests"}}"#, "retry:rate_limited", false),
      (412, #"{"error": {"code": "ErrorIrresolvableConflict"}}"#, "retry:changed", false),
      (404, #"{"error": {"code": "ErrorItemNotFound"}}"#, "failed:no_calendar", false),
      (400, #"{"error": {"code": "ErrorInvalidRequest"}}"#, "failed:rejected", false),
      (503, #"{"error": {"code": "UnknownError"}}"#, "unknown:provider_error", false),
      (502, "<html/>", "unknown:not_the_provider", false),
    ] {
      let http = ScriptedTransport([
        .answer(200, #"{"access_token": "t", "expires_in": 3599}"#),
        .answer(200, #"{"value": [{"id": "A/b=", "@odata.etag": "W/\"7\""}]}"#), .answer(status, body),
      ])
      let executor = CalendarExecutor(
        CalendarSettings(HostedCalendar.microsoft.service("https://m.example")), transport: http)
      let outcome = await executor.outcome(put(1, "2026-03-05T09:00:00Z"))
      #expect(outcome.brief == expected && outcome.isOurs == isOurs, "\(status) \(body): \(outcome)")
      let change = http.requests.last
      #expect(change?.headers.contains { $0.name == "If-Match" && $0.value == "W/\"7\"" } == true)
      #expect(change?.url.hasSuffix("/events/A%2Fb%3D") == true)
    }
  }

  @Test func aTokensAnswerIsTheServicesOnlyIfItSaysSo() async throws {
    for (status, body, expected, isOurs) in [
      (400, #"{"error": "invalid_grant"}"#, "retry:unauthorized", true),
      (401, #"{"error": "invalid_client"}"#, "retry:unauthorized", true), (502, "<html/>", "retry:no_token", false),
      (429, #"{"error": "slow_down"}"#, "retry:no_token", false), (200, "{}", "retry:no_token", false),
      (200, "{\"access_token\": \"a\\r\\nb\"}", "retry:no_token", false),
    ] {
      let executor = CalendarExecutor(
        CalendarSettings(HostedCalendar.google.service("https://g.example")),
        transport: ScriptedTransport([.answer(status, body)]))
      let outcome = await executor.outcome(put(0, "2026-03-05T09:00:00Z"))
      #expect(outcome.brief == expected && outcome.isOurs == isOurs, "\(status) \(body): \(outcome)")
      if case .retry(let error, _) = outcome { #expect(!error.message.contains("google-sandbox")) }
    }
  }

  @Test func anEventsIdentifierAtGoogleIsBase32WithTheHexAlphabet() {
    // RFC 4648 §10, in lower case and without padding.
    for (text, expected) in [
      ("f", "co"), ("fo", "cpng"), ("foo", "cpnmu"), ("foob", "cpnmuog"), ("foobar", "cpnmuoj1e8"),
    ] {
      #expect(GoogleAnswer.eventID(for: Array(text.utf8)) == expected)
    }
  }
}
