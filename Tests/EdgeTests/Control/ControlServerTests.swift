import CEL
import Glibc
import Testing

@testable import Control

@Suite struct ControlServerTests {
  private let cancel: ValueMap = ["reference": "VLT-1", "name": "cancel.operator", "data": ["reason": "ill"]]

  @Test func aCallArrivesWithItsArgumentsAndItsPeer() async throws {
    try await ControlHarness.with { control async throws in
      _ = try await control.success(control.acts, "families.event", cancel, key: "k1", reason: "ill")
      let call = try #require(control.backend.calls.first)
      #expect(call.verb == SendEvent.verb)
      #expect(call.arguments == .map(cancel))
      #expect(call.caller.key == "k1")
      #expect(call.caller.reason == "ill")
      #expect(!call.caller.dryRun)
      #expect(call.caller.peer == Peer(pid: getpid(), uid: getuid(), gid: getgid(), admin: true))
    }
  }

  @Test func theReadingSocketReadsAndRefusesToAct() async throws {
    try await ControlHarness.with { control async throws in
      _ = try await control.success(control.reads, "families.list", ["limit": 5])
      #expect(control.backend.calls.first?.caller.peer.admin == false)
      for verb in VerbTable.all.map({ $0.verb }) where verb.kind != .read {
        let failure = await control.failure(control.reads, verb.name, key: "k", reason: "r")
        #expect(failure?.status == 403)
        #expect(failure?.code == "read_only_socket")
        #expect(failure?.hint?.contains("magnetiq-admin") == true)
      }
      #expect(control.backend.calls.count == 1)
    }
  }

  @Test(arguments: [("families.shwo", "did you mean 'families.show'?"), ("destroy.everything", "different versions")])
  func anUnknownVerbIsNamedWithTheNearestOne(verb: String, hint: String) async throws {
    try await ControlHarness.with { control async throws in
      let failure = await control.failure(control.acts, verb)
      #expect(failure?.status == 404)
      #expect(failure?.code == "unknown_verb")
      #expect(failure?.message.contains(verb) == true)
      #expect(failure?.hint?.contains(hint) == true)
    }
  }

  @Test(arguments: [0, 2, 999])
  func aCallerOfAnotherVersionIsShownBothVersions(version: Int) async throws {
    try await ControlHarness.with { control async throws in
      let path = "/v\(version)/call/status"
      let answer = await blocking { RawHTTP.unix("\(control.folder)/control", "POST", path, "{}") }
      #expect(answer?.status == 404)
      #expect(answer?.code == (version == 0 ? "unknown_verb" : "protocol_mismatch"))
      if version > 0 { #expect(answer?.body.contains("speaks version \(version)") == true) }
      #expect(control.backend.calls.isEmpty)
    }
  }

  @Test func everyAnswerCarriesTheDaemonsTime() async throws {
    try await ControlHarness.with { control async throws in
      let answered = try await blocking { Result { try control.reads.call(ListFamilies()) } }.get()
      #expect(answered.now == RecordingBackend.now)
    }
  }

  @Test func everyVerbIsAnsweredByItsOwnType() async throws {
    try await ControlHarness.with { control async throws in
      for request in VerbTable.all where !(request is any StreamedRequest.Type) {
        try await Self.call(request, control)
      }
      #expect(
        control.backend.calls.map(\.verb.name)
          == VerbTable.all.filter { !($0 is any StreamedRequest.Type) }.map { $0.verb.name })
    }
  }

  private static func call<R: ControlRequest>(_ type: R.Type, _ control: ControlHarness) async throws {
    let request = try #require(TypeForm.sample(type))
    let key = R.verb.kind == .act ? "k" : nil
    _ = try await blocking { Result { try control.acts.call(request, key: key, reason: key.map { _ in "r" }) } }.get()
  }

  @Test(
    arguments: [
      ("families.show", [:], "missing_argument"), ("families.show", ["reference": 1], "wrong_type"),
      ("families.show", ["reference": "a\u{1B}[2J"], "wrong_type"), ("families.show", ["reference": ""], "wrong_type"),
      ("families.show", ["reference": "a", "colour": "red"], "unknown_argument"),
      ("families.list", ["limit": 0], "wrong_type"), ("families.list", ["limit": 1_001], "wrong_type"),
      ("families.list", ["limit": 1.5], "wrong_type"), ("families.list", ["view": "x"], "wrong_type"),
      ("families.list", ["status": "runing"], "wrong_type"), ("tasks.show", ["task": 1], "wrong_type"),
      ("tasks.show", ["task": "one"], "wrong_type"), ("tasks.done", ["task": "1", "data": []], "wrong_type"),
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

  @Test(
    arguments: [
      ("families.show", ["referense": "a"], "did you mean 'reference'?"),
      ("families.list", ["status": "runing"], "did you mean 'running'?"), ("status", ["x": 1], "it has none"),
      ("timers.list", ["page": 1], "it has reference, before, limit"),
    ] as [(String, ValueMap, String)])
  func aMisspeltArgumentIsAnsweredWithTheNearestOne(verb: String, arguments: ValueMap, hint: String) async throws {
    try await ControlHarness.with { control async throws in
      #expect(await control.failure(control.reads, verb, arguments)?.hint == hint)
    }
  }

  /// One character may be as long as the call.
  @Test func aFailureDoesNotRepeatACallAtAnyLength() async throws {
    let long = "a" + String(repeating: "\u{301}", count: 1_500)
    try await ControlHarness.with { control async throws in
      for arguments in [[long: 1], ["reference": .list([.string(long)])]] as [ValueMap] {
        let failure = await control.failure(control.reads, "families.show", arguments)
        #expect(failure?.status == 400)
        #expect((failure?.message.utf8.count ?? .max) < 1_000)
      }
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
      #expect(control.backend.calls.map(\.caller.dryRun) == [true])
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

  @Test func aMalformedCallIsRefused() async throws {
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
    #expect(Set(VerbTable.all.map { $0.verb.name }).count == VerbTable.all.count)
  }
}
