import CEL
import CivilTime
import Execution
import Foundation
import Glibc
import Secrets
import Testing
import Transport

@testable import Executors

/// The calendar executor against a real CalDAV server, Radicale.
@Suite(.serialized) struct RadicaleTests {
  private static let python = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(".build/venv/bin/python").path

  /// Starts a server on a port of its own, with one calendar, and ends it afterwards.
  private func withServer(_ body: (CalendarExecutor, CurlClient, String) async throws -> Void) async throws {
    try #require(FileManager.default.isExecutableFile(atPath: Self.python), "run scripts/venv (it makes .build/venv)")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("radicale-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let port = try FreePort.any()
    let server = Process()
    server.executableURL = URL(fileURLWithPath: Self.python)
    server.arguments = [
      "-m", "radicale", "--server-hosts", "127.0.0.1:\(port)", "--auth-type", "none", "--rights-type", "authenticated",
      "--storage-filesystem-folder", folder.path, "--logging-level", "info",
    ]
    server.standardOutput = FileHandle.nullDevice
    let log = Pipe()
    server.standardError = log
    let (said, saying) = AsyncStream<String>.makeStream()
    log.fileHandleForReading.readabilityHandler = { handle in
      let bytes = handle.availableData
      if bytes.isEmpty { saying.finish() } else { saying.yield(String(decoding: bytes, as: UTF8.self)) }
    }
    defer { log.fileHandleForReading.readabilityHandler = nil }
    let (exit, ending) = AsyncStream<Void>.makeStream()
    server.terminationHandler = { _ in ending.finish() }
    try server.run()
    var heard = ""
    for await text in said {
      heard += text
      if heard.contains("Radicale server ready") { break }
    }
    #expect(heard.contains("Radicale server ready"), "\(heard)")
    let result: Result<Void, any Error>
    do { result = .success(try await use("http://127.0.0.1:\(port)", body)) } catch { result = .failure(error) }
    // The server may wait for connections that nobody ends, and has nothing to lose.
    kill(server.processIdentifier, SIGKILL)
    for await _ in exit {}
    try result.get()
  }

  /// Makes a calendar at the server and hands it over.
  private func use(_ url: String, _ body: (CalendarExecutor, CurlClient, String) async throws -> Void) async throws {
    let client = try CurlClient()
    defer { client.stop() }
    let made = HTTPRequest(
      .put, url + "/c1/bookings/", headers: [("Content-Type", "text/calendar"), ("Authorization", "Basic YzE6eA==")],
      body: Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nEND:VCALENDAR\r\n".utf8), allowPlaintext: true)
    #expect(try await client.send(made, isCancelled: { false }).get().isSuccess)
    try await body(
      CalendarExecutor(
        CalendarSettings(
          .caldav(CalDAVAccount(baseURL: url, path: "{owner}/bookings", user: "c1", password: "x")),
          allowPlaintext: true),
        transport: client), client, url)
  }

  private func put(_ sequence: Int64, _ start: String, key: String = "1") -> StepRequest {
    let from = instant(start)
    return stepRequest(
      "calendar.put",
      [
        "owner": "c1", "uid": "VLT-20260303-AB12", "sequence": .int(sequence), "start": .timestamp(from),
        "end": .timestamp(from.adding(.seconds(1_800))!), "summary": "30 for 30; with Ada", "location": nil,
        "organizer": "carl@consultant.example", "attendee": "ada@client.example",
      ], key: "VLT-20260303-AB12/calendar/\(key)/g1")
  }

  private let busy = stepRequest(
    "calendar.busy",
    [
      "owner": "c1", "from": .timestamp(instant("2026-03-01T00:00:00Z")),
      "to": .timestamp(instant("2026-03-31T00:00:00Z")),
    ])

  private func taken(_ executor: CalendarExecutor) async -> [Value] {
    (await executor.outcome(busy).data?["busy"]?.listValue ?? []).compactMap { $0["start"] }
  }

  @Test(.timeLimit(.minutes(1))) func anEntryIsWrittenMovedAndTakenAway() async throws {
    try await withServer { calendar, _, _ in
      #expect(await taken(calendar) == [])
      #expect(await calendar.outcome(put(0, "2026-03-03T09:00:00Z")).brief == "done")
      #expect(await calendar.outcome(put(0, "2026-03-03T09:00:00Z")).brief == "done", "a second time changes nothing")
      #expect(await taken(calendar) == [.timestamp(instant("2026-03-03T09:00:00Z"))])
      #expect(await calendar.outcome(put(1, "2026-03-04T10:00:00Z", key: "2")).brief == "done")
      #expect(await taken(calendar) == [.timestamp(instant("2026-03-04T10:00:00Z"))])
      #expect(await calendar.outcome(put(0, "2026-03-03T09:00:00Z")).brief == "done")
      #expect(await taken(calendar) == [.timestamp(instant("2026-03-04T10:00:00Z"))], "what is older changes nothing")
      let delete = stepRequest("calendar.delete", ["owner": "c1", "uid": "VLT-20260303-AB12"])
      #expect(await calendar.outcome(delete).brief == "done")
      #expect(await calendar.outcome(delete).brief == "done")
      #expect(await taken(calendar) == [])
    }
  }

  @Test(.timeLimit(.minutes(1))) func whatIsNotThereIsSaid() async throws {
    try await withServer { calendar, client, url in
      let other = stepRequest(
        "calendar.put", put(0, "2026-03-03T09:00:00Z").input.merged(["owner": "nobody"]), key: "VLT-1/calendar/g1")
      let refused = await calendar.outcome(other).brief
      #expect(["failed:no_calendar", "retry:forbidden"].contains(refused), "\(refused)")
      let checked = await withCheckedContinuation { continuation in
        calendar.check(now: instant("2026-03-01T00:00:00Z")) { continuation.resume(returning: $0) }
      }
      #expect(checked == .works("the calendars' server lets us in"))
    }
  }

  @Test func timesThatAreTakenAreReadInEveryForm() {
    let text =
      "BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\nFREEBUSY;FBTYPE=BUSY:20260303T090000Z/20260303T093000Z,20260304T0900\r\n"
      + " 00Z/PT1H\r\nFREEBUSY;FBTYPE=FREE:20260305T090000Z/PT1H\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    let times = CalendarReading.busy(in: Array(text.utf8)) ?? []
    #expect(times.map(\.start) == [instant("2026-03-03T09:00:00Z"), instant("2026-03-04T09:00:00Z")])
    #expect(times.map(\.end) == [instant("2026-03-03T09:30:00Z"), instant("2026-03-04T10:00:00Z")])
    #expect(CalendarReading.busy(in: Array("<html>".utf8)) == nil)
  }
}

extension ValueMap {
  fileprivate func merged(_ other: ValueMap) -> ValueMap {
    other.entries.reduce(into: self) { $0[key: $1.key] = $1.value }
  }
}
