import ArgumentParser
import CEL
import CivilTime
import Control
@testable import ControlCommands
import Synchronization
import Testing

@Suite struct CommandTests {
  /// What a command wrote and how it ended.
  struct Outcome {
    var data: String
    var talk: String
    var code: Int32
  }

  /// Runs a command line against a backend, in UTC at a fixed time.
  private func run(
    _ arguments: [String], _ answer: @escaping RecordingBackend.Answer,
    streaming: @escaping @Sendable (AsyncStream<Value>.Continuation) -> Void = { $0.finish() }
  ) async throws -> (Outcome, [ControlCall]) {
    let backend = RecordingBackend(answer, streaming: streaming)
    return try await ControlHarness.with(backend) { control async throws in
      let path = "\(control.folder)/control-admin"
      let outcome = await blocking { Self.execute(arguments + ["--socket", path]) }
      return (outcome, backend.calls)
    }
  }

  private static func execute(_ arguments: [String]) -> Outcome {
    var outcome = Outcome(data: "", talk: "", code: 0)
    do {
      let command = try Magnetiqctl.parseAsRoot(arguments)
      guard let command = command as? any DaemonCommand else { return outcome }
      let written = Mutex(("", ""))
      var session = Session(connection: command.connection)
      session.console = Console(
        data: { text in written.withLock { $0.0 += text } }, note: { text in written.withLock { $0.1 += text } })
      session.wall = Wall(now: Instant(seconds: 1_893_456_000) ?? .epoch) { _ in 0 }
      defer { (outcome.data, outcome.talk) = written.withLock { $0 } }
      try command.run(session)
    } catch {
      outcome.code = (error as? ExitCode)?.rawValue ?? Magnetiqctl.exitCode(for: error).rawValue
    }
    return outcome
  }

  static let family: Value = [
    "reference": "VLT-1", "workflow": "booking", "status": "awaiting_payment",
    "machines": [
      [
        "workflow": "booking", "states": ["requested", "unpaid"], "since": "2029-12-31T22:00:00Z",
        "view": ["status": "awaiting_payment", "stage": nil],
        "timers": [["name": "expiry", "due": "2030-01-01T02:00:00Z"]], "steps": [],
      ],
      [
        "workflow": "payment", "states": ["intent"], "since": "2029-12-31T22:00:00Z", "view": [:], "timers": [],
        "steps": [
          [
            "id": "9", "task": "31", "step": "stripe.intent", "status": "retry", "attempts": 3,
            "nextAt": "2030-01-01T00:01:00Z",
          ]
        ],
      ],
    ],
    "waits": [["for": "payment", "since": "2029-12-31T22:00:00Z", "until": "2030-01-01T02:00:00Z", "who": "client"]],
    "ledger": ["held": 12_000, "client": -12_000, "currency": "eur"],
    "tasks": [
      [
        "task": "30", "step": "stripe.refund", "status": "accepted", "since": "2029-12-31T22:00:00Z",
        "command": "magnetiqctl tasks retry 30",
      ]
    ],
    "incidents": [
      ["incident": "4", "problem": "guard_error", "since": "2029-12-31T23:59:00Z", "message": "no \u{1B}[2J such"]
    ],
    "created": "2029-12-31T22:00:00Z", "updated": "2029-12-31T23:00:00Z",
  ]

  @Test func aBookingIsShownWithWhatItWaitsForAndWhoCanUnblockIt() async throws {
    let (outcome, calls) = try await run(["bookings", "show", "VLT-1"]) { _ in .success(Self.family) }
    #expect(calls.first?.verb == "families.show")
    #expect(outcome.code == 0)
    #expect(
      outcome.data == """
        VLT-1  awaiting_payment  (booking)
        created 31 Dec 2029 22:00 (2 h ago), last changed 31 Dec 2029 23:00 (1 h ago)

        WAITS FOR
          payment, since 31 Dec 2029 22:00 (2 h ago), until 1 Jan 02:00 (in 2 h); can unblock it: client

        MACHINES
          workflow  states             since                        view
          booking   requested, unpaid  31 Dec 2029 22:00 (2 h ago)  status=awaiting_payment
          payment   intent             31 Dec 2029 22:00 (2 h ago)

        MONEY
          account  amount
          held     120.00 EUR
          client   -120.00 EUR

        TIMERS
          due                   timer   of
          1 Jan 02:00 (in 2 h)  expiry  booking

        STEPS
          task  step           status  attempts  next                    of
          31    stripe.intent  retry   3         1 Jan 00:01 (in 1 min)  payment

        TASKS
          task  step           status    assignee  since                        do
          30    stripe.refund  accepted            31 Dec 2029 22:00 (2 h ago)  magnetiqctl tasks retry 30

        INCIDENTS
          incident  problem      since                          message
          4         guard_error  31 Dec 2029 23:59 (1 min ago)  no ·[2J such

        """)
  }

  @Test func programsGetTheAnswerAsItCame() async throws {
    let (outcome, _) = try await run(["bookings", "show", "VLT-1", "--output", "json"]) { _ in .success(Self.family) }
    #expect(try JSON.parse(outcome.data) == Self.family)
  }

  @Test func aListIsATableAndSaysHowToGoOn() async throws {
    let answer: Value = [
      "items": [
        [
          "reference": "VLT-1", "workflow": "booking", "status": "running",
          "view": ["status": "confirmed", "stage": "preparation", "paymentStatus": "paid", "escrowStatus": "held"],
          "created": "2029-12-30T00:00:00Z", "updated": "2030-01-01T00:00:00Z",
        ]
      ], "next": "c2",
    ]
    let (outcome, calls) = try await run([
      "bookings", "list", "--status", "confirmed", "--where", "stage=2", "--limit", "1",
    ]) { _ in
      .success(answer)
    }
    #expect(calls.first?.arguments == ["status": "confirmed", "view": ["stage": 2], "limit": 1])
    #expect(
      outcome.data == """
        reference  status     stage        payment  escrow  runs     changed
        VLT-1      confirmed  preparation  paid     held    running  1 Jan 00:00 (now)

        """)
    #expect(outcome.talk == "more: --after c2\n")
    let (empty, _) = try await run(["tasks", "list"]) { _ in .success(["items": [], "next": nil]) }
    #expect(empty.data == "")
    #expect(empty.talk == "no task\n")
  }

  @Test func theDaemonsClockIsTheOneThatTimesAreToldBy() async throws {
    let answer: Value = [
      "items": [["due": "2031-06-01T12:00:00Z", "name": "t"]], "next": nil, "now": "2031-06-01T10:00:00Z",
    ]
    let (outcome, _) = try await run(["timers", "list"]) { _ in .success(answer) }
    #expect(outcome.data.contains("1 Jun 12:00 (in 2 h)"))
  }

  @Test func cancellingSendsTheOperatorsEventUnderAKeyOfItsOwn() async throws {
    let (outcome, calls) = try await run(["bookings", "cancel", "VLT-1", "--reason", "ill"]) { _ in
      .success(["verdict": "accepted"])
    }
    #expect(outcome.data == "VLT-1 is cancelled.\n")
    #expect(calls.first?.arguments == ["reference": "VLT-1", "name": "cancel.operator", "data": ["reason": "ill"]])
    #expect(calls.first?.reason == "ill")
    #expect(calls.first?.key?.hasPrefix("ctl-") == true)
    let (_, again) = try await run(["bookings", "cancel", "VLT-1", "--reason", "ill", "--key", "mine"]) { _ in
      .success([:])
    }
    #expect(again.first?.key == "mine")
  }

  @Test func aRehearsalSaysThatNothingWasDone() async throws {
    let (outcome, calls) = try await run(["tasks", "done", "7", "--reason", "r", "--dry-run"]) { _ in
      .success(["verdict": "accepted", "effects": [["step": "email.send"]]])
    }
    #expect(calls.first?.dryRun == true)
    #expect(outcome.data.hasPrefix("Nothing was done."))
    #expect(outcome.data.contains("email.send"))
  }

  @Test func reschedulingChecksItsTimes() async throws {
    let base = ["bookings", "reschedule", "VLT-1", "--reason", "r", "--start", "2030-02-01T10:00:00+01:00"]
    let (outcome, calls) = try await run(base + ["--end", "2030-02-01T11:00:00+01:00"]) { _ in .success([:]) }
    #expect(outcome.code == 0)
    #expect(calls.first?.arguments["name"] == "reschedule.request")
    #expect(calls.first?.arguments["data"]?["end"] == "2030-02-01T11:00:00+01:00")
    for end in ["2030-02-01T10:00:00+01:00", "tomorrow", "2030-02-30T10:00:00Z"] {
      let (outcome, calls) = try await run(base + ["--end", end]) { _ in .success([:]) }
      #expect(outcome.code == 64)
      #expect(calls.isEmpty)
    }
  }

  @Test(
    arguments: [
      (ControlFailure(status: 409, code: "not_now", message: "m"), 1),
      (ControlFailure(status: 400, code: "c", message: "m"), 2),
      (ControlFailure(status: 404, code: "not_found", message: "m"), 3),
      (ControlFailure(status: 404, code: "unknown_verb", message: "m"), 1),
      (ControlFailure(status: 503, code: "unavailable", message: "m"), 1),
      (ControlFailure(status: 422, code: "invalid", message: "m", findings: [["line": 3]]), 5),
    ] as [(ControlFailure, Int32)])
  func aFailureHasItsExitCodeAndGoesToStandardError(failure: ControlFailure, code: Int32) async throws {
    let (outcome, _) = try await run(["bookings", "show", "VLT-1"]) { _ in .failure(failure) }
    #expect(outcome.code == code)
    #expect(outcome.data == "")
    #expect(outcome.talk.hasPrefix("magnetiqctl: m [\(failure.code)]\n"))
  }

  @Test func anUnreachableDaemonIsFour() async {
    let outcome = await blocking { Self.execute(["status", "--socket", "/nowhere/control"]) }
    #expect(outcome.code == 4)
    #expect(outcome.talk.contains("systemctl start magnetiqd"))
  }

  @Test func aFailedVerificationIsFive() async throws {
    let answer: Value = ["ok": false, "checks": [["name": "books", "ok": false, "detail": "off by 1"]]]
    let (outcome, _) = try await run(["store", "verify"]) { _ in .success(answer) }
    #expect(outcome.code == 5)
    #expect(outcome.data.contains("books  FAILED  off by 1"))
  }

  @Test func theTimelineIsPrintedWhileTheClockAdvances() async throws {
    let (outcome, calls) = try await run(
      ["clock", "advance", "--by", "P1D", "--reason", "test"], { _ in .success(nil) },
      streaming: { continuation in
        continuation.yield([
          "at": "2030-01-01T10:00:05Z", "reference": "VLT-1", "workflow": "booking", "from": ["requested"],
          "to": ["paid"], "event": "payment.received", "step": "stripe.capture", "outcome": "done",
        ])
        continuation.yield(["text": "nothing is due"])
        continuation.finish()
      })
    #expect(calls.first?.arguments == ["by": "P1D"])
    #expect(
      outcome.data == """
        1 Jan 10:00:05  VLT-1  booking  requested → paid  payment.received  [stripe.capture done]
        nothing is due

        """)
  }

  @Test(arguments: [
    ["bookings", "cancel", "VLT-1"], ["bookings", "show"], ["clock", "advance", "--reason", "r"],
    ["clock", "advance", "--reason", "r", "--next", "--by", "P1D"], ["bookings", "list", "--limit", "many"],
    ["frobnicate"], ["events", "send", "VLT-1", "e", "--reason", "r", "--data", "[1"], ["status", "--output", "xml"],
  ])
  func wrongUseIsToldBeforeTheDaemonIsAsked(arguments: [String]) {
    #expect(Self.execute(arguments + ["--socket", "/nowhere/control"]).code == 64)
  }

  @Test func theHelpListsTheExitCodes() {
    let help = Magnetiqctl.helpMessage(columns: 100)
    for text in ["1  refused by the daemon", "3  not found", "5  findings"] { #expect(help.contains(text)) }
  }

  @Test func socketsAreChosenAsDocumented() {
    func choose(_ given: String?, _ environment: String?, acts: Bool, _ there: Set<String>) -> String {
      SocketPath.choose(given: given, environment: environment, acts: acts) { there.contains($0) }
    }
    #expect(choose("/a", "/b", acts: true, []) == "/a")
    #expect(choose(nil, "/b", acts: true, []) == "/b")
    #expect(choose(nil, nil, acts: false, []) == "/run/magnetiq/control")
    #expect(choose(nil, nil, acts: true, ["./var/run/control-admin"]) == "./var/run/control-admin")
    #expect(
      choose(nil, nil, acts: true, ["./var/run/control-admin", "/run/magnetiq/control-admin"])
        == "/run/magnetiq/control-admin")
  }

  @Test func everyVerbHasItsTypesInTheTable() {
    #expect(VerbTable.all.filter(\.streams).map(\.name) == ["clock.advance", "events.follow"])
    #expect(VerbTable.verb("reload")?.kind == .reload)
  }
}
