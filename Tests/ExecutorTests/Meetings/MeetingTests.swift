import CEL
import CivilTime
import Execution
import Secrets
import Testing

@testable import Executors
import Transport

/// Meetings at Zoom: one for a booking whatever is lost, moved and deleted as often as one likes.
@Suite struct MeetingTests {
  private func executor(_ sandbox: RunningSandbox, secret: Secret = "zoom-sandbox") -> MeetingExecutor {
    MeetingExecutor(
      MeetingSettings(
        .zoom(
          ZoomAccount(
            baseURL: sandbox.url, tokenURL: sandbox.url, account: "zoom-account", client: "zoom-client",
            secret: secret)), host: "host@example.com", allowPlaintext: true), transport: sandbox.client)
  }

  private func create(number: Int = 1, host: Value = nil) -> StepRequest {
    StepRequest(
      attempt: AttemptName(task: 1, number: Int64(number)), step: "meeting.create", key: "VLT-1/meeting/1",
      input: [
        "topic": "VLT-1 30-for-30", "start": .timestamp(instant("2026-03-10T09:00:00Z")),
        "end": .timestamp(instant("2026-03-10T09:30:30Z")), "host": host,
      ], reference: "VLT-1", bundle: testBundle, now: instant("2026-03-03T09:00:00Z"), number: number)
  }

  private func meetings(_ sandbox: RunningSandbox) async throws -> [Value] {
    try await sandbox.control(.get, "meetings").listValue ?? []
  }

  @Test func aMeetingIsCreatedMovedAndDeleted() async throws {
    try await RunningSandbox.with { sandbox in
      let executor = executor(sandbox)
      let made = await executor.outcome(create())
      let id = try #require(made.data?["id"]?.stringValue)
      #expect(made.data?["url"]?.stringValue?.hasPrefix("https://") == true)
      let there = try #require(try await meetings(sandbox).first)
      #expect(there["start_time"] == "2026-03-10T09:00:00Z" && there["duration"] == 31)
      #expect(there["host_email"] == "host@example.com")
      let move: ValueMap = [
        "id": .string(id), "start": .timestamp(instant("2026-03-11T09:00:00Z")),
        "end": .timestamp(instant("2026-03-11T10:00:00Z")),
      ]
      for _ in 0..<2 { #expect(await executor.outcome(stepRequest("meeting.move", move)).brief == "done") }
      #expect(try await meetings(sandbox).first?["start_time"] == "2026-03-11T09:00:00Z")
      for _ in 0..<2 {
        #expect(await executor.outcome(stepRequest("meeting.delete", ["id": .string(id)])).brief == "done")
      }
      #expect(try await meetings(sandbox).isEmpty)
      #expect(await executor.outcome(stepRequest("meeting.move", move)).brief == "failed:no_meeting")
    }
  }

  @Test func aMeetingWhoseReplyWasLostIsFoundAndNotCreatedAgain() async throws {
    try await RunningSandbox.with { sandbox in
      let executor = executor(sandbox)
      try await sandbox.fault("meetings.create", "reply_lost")
      #expect(await executor.outcome(create()).brief == "unknown:connection_lost")
      try await sandbox.fault("meetings.list", "status", ["status": 500])
      #expect(await executor.outcome(create(number: 2)).brief == "retry:provider_error")
      #expect(await executor.outcome(create(number: 3)).brief == "done")
      #expect(try await meetings(sandbox).count == 1)
    }
  }

  @Test func aTokenThatEndedIsReplacedAndAWrongSecretIsOurFault() async throws {
    try await RunningSandbox.with { sandbox in
      let executor = executor(sandbox)
      #expect(await executor.outcome(create()).brief == "done")
      try await sandbox.control(.delete, "meetings")
      #expect(await executor.outcome(stepRequest("meeting.delete", ["id": "1"])).brief == "done")
      let wrong = await self.executor(sandbox, secret: "other").outcome(create())
      #expect(wrong.brief == "retry:unauthorized" && wrong.isOurs)
    }
  }

  @Test func anotherHostsMeetingIsTheirs() async throws {
    try await RunningSandbox.with { sandbox in
      let executor = executor(sandbox)
      #expect(await executor.outcome(create(host: "carla@example.com")).brief == "done")
      let made = try await meetings(sandbox).first
      #expect(made?["host_email"] == "carla@example.com")
      #expect(await executor.outcome(create(host: "no address/..")).brief == "failed:rejected")
    }
  }

  @Test func answersAreZoomsOnlyIfTheySaySo() async throws {
    let token = ScriptedTransport.Answer.answer(200, #"{"access_token": "t"}"#)
    for (status, body, expected) in [
      (502, "bad gateway", "unknown:not_the_provider"), (400, "<html/>", "unknown:not_the_provider"),
      (400, #"{"code": 300, "message": ""}"#, "failed:rejected"),
      (404, #"{"code": 1001, "message": ""}"#, "failed:no_host"), (429, #"{"code": 429}"#, "retry:rate_limited"),
      (201, "{}", "unknown:unreadable_reply"), (201, #"{"id": null, "join_url": "x"}"#, "unknown:unreadable_reply"),
    ] {
      let http = ScriptedTransport([token, .answer(status, body)])
      let executor = MeetingExecutor(
        MeetingSettings(.zoom(ZoomAccount(account: "a", client: "c", secret: "s")), host: "h@example.com"),
        transport: http)
      #expect(await executor.outcome(create()).brief == expected, "\(status) \(body)")
    }
  }
}
