import CEL
import Control
import Glibc
import Testing

@Suite struct ControlServerTests {
  private let cancel: ValueMap = ["reference": "VLT-1", "name": "cancel.operator", "data": ["reason": "ill"]]

  @Test func aCallArrivesWithItsArgumentsAndItsPeer() async throws {
    try await ControlHarness.with { control async throws in
      _ = try await control.success(control.acts, "families.event", cancel, key: "k1", reason: "ill")
      let call = try #require(control.backend.calls.first)
      #expect(call.verb == "families.event")
      #expect(call.arguments == .map(cancel))
      #expect(call.key == "k1")
      #expect(call.reason == "ill")
      #expect(!call.dryRun)
      #expect(call.peer == Peer(pid: getpid(), uid: getuid(), gid: getgid(), admin: true))
    }
  }

  @Test func theReadingSocketReadsAndRefusesToAct() async throws {
    try await ControlHarness.with { control async throws in
      _ = try await control.success(control.reads, "families.list", ["limit": 5])
      #expect(control.backend.calls.first?.peer.admin == false)
      for verb in VerbTable.all where verb.kind != .read {
        let failure = await control.failure(control.reads, verb.name, key: "k", reason: "r")
        #expect(failure?.status == 403)
        #expect(failure?.code == "read_only_socket")
        #expect(failure?.hint?.contains("magnetiq-admin") == true)
      }
      #expect(control.backend.calls.count == 1)
    }
  }

  @Test func anUnknownVerbIsNamed() async throws {
    try await ControlHarness.with { control async throws in
      let failure = await control.failure(control.acts, "families.destroy")
      #expect(failure?.status == 404)
      #expect(failure?.code == "unknown_verb")
      #expect(failure?.message.contains("families.destroy") == true)
    }
  }

  @Test(
    arguments: [
      ("families.show", [:], "missing_argument"), ("families.show", ["reference": 1], "wrong_type"),
      ("families.show", ["reference": "a\u{1B}[2J"], "wrong_type"), ("families.show", ["reference": ""], "wrong_type"),
      ("families.show", ["reference": "a", "colour": "red"], "unknown_argument"),
      ("families.list", ["limit": 0], "wrong_type"), ("families.list", ["limit": 1_001], "wrong_type"),
      ("families.list", ["limit": 1.5], "wrong_type"), ("families.list", ["view": "x"], "wrong_type"),
      ("timers.list", ["before": "2030-02-30T00:00:00Z"], "wrong_type"),
      ("clock.advance", ["by": "-PT1S"], "wrong_type"), ("clock.advance", ["by": "1 day"], "wrong_type"),
      ("status", ["verbose": true], "unknown_argument"),
    ] as [(String, ValueMap, String)])
  func argumentsAreChecked(verb: String, arguments: ValueMap, code: String) async throws {
    try await ControlHarness.with { control async throws in
      let failure = await control.failure(control.acts, verb, arguments, key: "k", reason: "r")
      #expect(failure?.status == 400)
      #expect(failure?.code == code)
      #expect(failure?.message.contains(verb) == true)
      #expect(control.backend.calls.isEmpty)
    }
  }

  @Test func anActNeedsItsReasonAndItsKeyUnlessItIsARehearsal() async throws {
    try await ControlHarness.with { control async throws in
      #expect(await control.failure(control.acts, "families.event", cancel, key: "k")?.code == "missing_reason")
      #expect(await control.failure(control.acts, "families.event", cancel, reason: "r")?.code == "missing_key")
      let spaced = await control.failure(control.acts, "families.event", cancel, key: "a b", reason: "r")
      #expect(spaced?.code == "malformed_key")
      let steering = await control.failure(control.acts, "families.event", cancel, key: "k", reason: "a\nb")
      #expect(steering?.code == "malformed_reason")
      #expect(await control.failure(control.acts, "families.list", dryRun: true)?.code == "dry_run_of_read")
      _ = try await control.success(control.acts, "families.event", cancel, dryRun: true)
      #expect(control.backend.calls.map(\.dryRun) == [true])
      _ = try await control.success(control.acts, "reload")
    }
  }

  @Test func theDaemonsOwnUserMayOnlyReload() async throws {
    try await ControlHarness.with(restrictedUID: getuid()) { control async throws in
      #expect(await control.failure(control.acts, "status")?.code == "own_uid")
      #expect(await control.failure(control.acts, "families.event", cancel, key: "k", reason: "r")?.code == "own_uid")
      _ = try await control.success(control.acts, "reload")
    }
  }

  @Test func aRefusalComesBackWhole() async throws {
    let refusal = ControlFailure(
      status: 422, code: "not_now", message: "no state takes it", hint: "wait", findings: [["at": "booking.yaml:3:4"]])
    try await ControlHarness.with(RecordingBackend { _ in .failure(refusal) }) { control async throws in
      #expect(await control.failure(control.acts, "families.event", cancel, key: "k", reason: "r") == refusal)
    }
  }

  @Test func anOversizedCallIsRefused() async throws {
    try await ControlHarness.with { control async throws in
      let failure = await control.failure(
        control.reads, "store.sql", ["sql": .string(String(repeating: "x", count: 5_000))])
      #expect(failure?.status == 413)
    }
  }

  @Test func theSocketsHaveTheirModesAndGoAway() async throws {
    let folder = try await ControlHarness.with { control async throws in
      for (name, mode) in [("control", 0o660), ("control-admin", 0o600)] {
        var status = stat()
        #expect(lstat("\(control.folder)/\(name)", &status) == 0)
        #expect(Int(status.st_mode & 0o777) == mode)
      }
      return control.folder
    }
    #expect(access(folder, F_OK) != 0)
  }

  @Test func metricsAreText() async throws {
    try await ControlHarness.with(RecordingBackend { _ in .success("magnetiq_up 1\n") }) { control async throws in
      let answer = await blocking { RawHTTP.unix("\(control.folder)/control", "GET", "/metrics") }
      #expect(answer?.status == 200)
      #expect(answer?["Content-Type"]?.hasPrefix("text/plain") == true)
      #expect(answer?.body == "magnetiq_up 1\n")
    }
  }

  @Test func whatIsNoCallIsRefused() async throws {
    try await ControlHarness.with { control async throws in
      for (body, code) in [
        ("", "malformed_json"), ("[]", "wrong_type"), ("{\"arguments\":[]}", "wrong_type"),
        ("{\"reason\":1}", "wrong_type"), ("{\"root\":true}", "wrong_type"),
      ] {
        let answer = await blocking { RawHTTP.unix("\(control.folder)/control", "POST", "/v1/call/status", body) }
        #expect(answer?.status == 400)
        #expect(answer?.code == code)
      }
      let got = await blocking { RawHTTP.unix("\(control.folder)/control", "GET", "/v1/call/status") }
      #expect(got?.status == 405)
    }
  }

  @Test func namesOfVerbsAreUnique() {
    #expect(Set(VerbTable.all.map(\.name)).count == VerbTable.all.count)
  }
}
