import CEL
import CivilTime
import Execution
import Secrets
import Testing
import Transport

@testable import Executors

/// A service for meetings beside Zoom, with the sandbox in its place.
enum HostedMeeting: String, CaseIterable, CustomTestStringConvertible {
  case teams, meet

  var testDescription: String { rawValue }
  var host: String { self == .teams ? "dc17674c-81d9-4adb-bfb2-8f6a442e4622" : "host@example.com" }
  /// A host whom the app may not act for.
  var forbidden: String { self == .teams ? "0c17674c-81d9-4adb-bfb2-8f6a442e4622" : "nobody@example.com" }
  var creation: String { self == .teams ? "graph.meeting" : "google.insert" }

  func settings(_ url: String, secret: Secret? = nil, host: String? = nil) -> MeetingSettings {
    let service: MeetingSettings.Service =
      switch (
        self, HostedCalendar.microsoft.service(url, secret: secret), HostedCalendar.google.service(url, secret: secret)
      ) {
      case (.teams, .microsoft(let account), _): .teams(account)
      case (_, _, .google(let account)): .meet(account)
      default: preconditionFailure("no account")
      }
    return MeetingSettings(service, host: host ?? self.host, allowPlaintext: true)
  }
}

/// Meetings in Teams and in Meet: one for a booking whatever is lost, moved and deleted as often as one likes.
@Suite struct HostedMeetingTests {
  private func create(_ number: Int = 1, host: Value = nil) -> StepRequest {
    StepRequest(
      attempt: AttemptName(task: 1, number: Int64(number)), step: "meeting.create", key: "VLT-1/meeting/1",
      input: [
        "topic": "VLT-1 30-for-30", "start": .timestamp(instant("2026-03-10T09:00:00Z")),
        "end": .timestamp(instant("2026-03-10T09:30:00Z")), "host": host,
      ], reference: "VLT-1", bundle: testBundle, now: instant("2026-03-03T09:00:00Z"), number: number)
  }

  private func there(_ kind: HostedMeeting, _ sandbox: RunningSandbox) async throws -> [Value] {
    try await sandbox.control(.get, "calendars")[kind == .teams ? "teams" : "google"]?.listValue ?? []
  }

  @Test(arguments: HostedMeeting.allCases) func aMeetingIsCreatedMovedAndDeleted(_ kind: HostedMeeting) async throws {
    try await RunningSandbox.with { sandbox in
      let executor = MeetingExecutor(kind.settings(sandbox.url), transport: sandbox.client)
      let made = await executor.outcome(create())
      let id = try #require(made.data?["id"]?.stringValue, "\(made)")
      #expect(made.data?["url"]?.stringValue?.hasPrefix("https://") == true)
      #expect(await executor.outcome(create(2)).data == made.data, "the same one")
      let move: ValueMap = [
        "id": .string(id), "host": nil, "start": .timestamp(instant("2026-03-11T09:00:00Z")),
        "end": .timestamp(instant("2026-03-11T10:00:00Z")),
      ]
      for _ in 0..<2 { #expect(await executor.outcome(stepRequest("meeting.move", move)).brief == "done") }
      let meeting = try #require(try await there(kind, sandbox).first)
      let start = kind == .teams ? meeting["startDateTime"] : meeting["start"]?["dateTime"]
      #expect(start == "2026-03-11T09:00:00Z")
      for _ in 0..<2 {
        #expect(
          await executor.outcome(stepRequest("meeting.delete", ["id": .string(id), "host": nil])).brief == "done")
      }
      #expect(try await there(kind, sandbox).isEmpty)
      #expect(await executor.outcome(stepRequest("meeting.move", move)).brief == "failed:no_meeting")
    }
  }

  @Test(arguments: HostedMeeting.allCases)
  func aMeetingWhoseReplyWasLostIsFoundAndNotCreatedAgain(_ kind: HostedMeeting) async throws {
    try await RunningSandbox.with { sandbox in
      let executor = MeetingExecutor(kind.settings(sandbox.url), transport: sandbox.client)
      try await sandbox.fault(kind.creation, "reply_lost")
      // Libcurl may have sent it again on another connection, since that is harmless.
      let lost = await executor.outcome(create()).brief
      #expect(["unknown:connection_lost", "done"].contains(lost), "\(lost)")
      #expect(await executor.outcome(create(2)).brief == "done")
      #expect(try await there(kind, sandbox).count == 1)
    }
  }

  @Test(arguments: HostedMeeting.allCases)
  func aFaultOfOursIsSaidAndAnotherHostIsTheirs(_ kind: HostedMeeting) async throws {
    try await RunningSandbox.with { sandbox in
      func check(_ settings: MeetingSettings) async -> ExecutorCheck {
        let executor = MeetingExecutor(settings, transport: sandbox.client)
        return await withCheckedContinuation { continuation in
          executor.check(now: instant(RunningSandbox.start)) { continuation.resume(returning: $0) }
        }
      }
      if case .works = await check(kind.settings(sandbox.url)) {} else { Issue.record("it does not work") }
      if case .broken = await check(kind.settings(sandbox.url, host: kind.forbidden)) {
      } else {
        Issue.record("the host's calendar is not ours")
      }
      let wrong = await MeetingExecutor(kind.settings(sandbox.url, secret: "other"), transport: sandbox.client)
        .outcome(create())
      #expect(wrong.brief == "retry:unauthorized" && wrong.isOurs)
      let executor = MeetingExecutor(kind.settings(sandbox.url), transport: sandbox.client)
      #expect(await executor.outcome(create(host: "two words")).brief == "failed:rejected")
      let other = await executor.outcome(create(host: .string(kind.forbidden)))
      #expect(
        other.brief == (kind == .teams ? "retry:forbidden" : "failed:no_host") && other.isOurs == (kind == .teams))
    }
  }
}
