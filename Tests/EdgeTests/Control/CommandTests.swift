import ArgumentParser
import CEL
import CivilTime
import Control
@testable import ControlCommands
import Synchronization
import Testing

@Suite struct CommandTests {
  static let family: Value = [
    "reference": "VLT-1", "workflow": "booking", "status": "running", "view": ["status": "awaiting_payment"],
    "machines": [
      [
        "workflow": "booking", "states": ["requested", "unpaid"], "since": "2029-12-31T22:00:00Z",
        "view": ["status": "awaiting_payment", "stage": nil],
        "timers": [["name": "expiry", "due": "2030-01-01T02:00:00Z"]], "steps": [],
      ],
      [
        "workflow": "payment", "states": ["intent"], "since": "2029-12-31T22:00:00Z", "view": nil, "timers": [],
        "steps": [
          [
            "id": "9", "task": "31", "step": "stripe.intent", "status": "retry", "attempts": 3,
            "nextAt": "2030-01-01T00:01:00Z", "error": "timeout: no answer within 8 s",
          ]
        ],
      ],
    ],
    "waits": [
      [
        "kind": "step", "for": "attempt 4 of stripe.intent", "since": "2029-12-31T22:00:00Z",
        "until": "2030-01-01T00:01:00Z",
        "who": "the daemon", "error": "timeout: no answer within 8 s",
        "command": "magnetiqctl tasks retry 31 --reason WHY",
      ],
      [
        "kind": "timer", "for": "timer expiry", "since": "2029-12-31T22:00:00Z", "until": "2030-01-01T02:00:00Z",
        "who": "time",
      ],
    ],
    "accepts": [
      [
        "name": "cancel.client", "by": ["client"], "from": [], "workflow": "booking", "state": "requested",
      ]
    ],
    "parameters": ["escrow_period": "P14D"],
    "ledger": ["held": 12_000, "client": -12_000, "currency": "eur"],
    "tasks": [
      [
        "task": "30", "step": "stripe.refund", "id": "refund", "status": "accepted", "attempts": 1,
        "since": "2029-12-31T22:00:00Z", "command": "magnetiqctl tasks retry 30",
      ]
    ],
    "incidents": [
      [
        "incident": "4", "problem": "guard_error", "status": "open", "since": "2029-12-31T23:59:00Z",
        "message": "no \u{1B}[2J such",
      ]
    ],
    "events": [],
    "created": "2029-12-31T22:00:00Z", "updated": "2029-12-31T23:00:00Z",
  ]

  @Test func aBookingIsShownWithWhatItWaitsForAndWhoCanUnblockIt() async throws {
    let (outcome, calls) = try await run(["bookings", "show", "VLT-1"]) { _ in .success(Self.family) }
    #expect(calls.first?.verb == ShowFamily.verb)
    #expect(outcome.code == 0)
    #expect(
      outcome.data == """
        VLT-1  running  (booking)
        created 31 Dec 2029 22:00 UTC (2 h ago)
        changed 31 Dec 2029 23:00 UTC (1 h ago)

        WAITS FOR
          attempt 4 of stripe.intent
            since 31 Dec 2029 22:00 UTC (2 h ago)
            until 1 Jan 00:01 UTC (in 1 min)
            ended by the daemon
            last error: timeout: no answer within 8 s
            magnetiqctl tasks retry 31 --reason WHY
          time: the next timer is due 1 Jan 02:00 UTC (in 2 h)

        TIMERS
          due                       timer   of
          1 Jan 02:00 UTC (in 2 h)  expiry  booking

        MONEY
          account  amount
          held     120.00 EUR
          client   -120.00 EUR

        TASKS
          task    30
          step    stripe.refund
          status  accepted
          since   31 Dec 2029 22:00 UTC (2 h ago)
          see     magnetiqctl tasks show 30

        INCIDENTS
          incident  problem      since                              message
          4         guard_error  31 Dec 2029 23:59 UTC (1 min ago)  no ·[2J such

        MACHINES
          workflow  booking
          states    requested, unpaid
          since     31 Dec 2029 22:00 UTC (2 h ago)
          view      status=awaiting_payment

          workflow  payment
          states    intent
          since     31 Dec 2029 22:00 UTC (2 h ago)

        MAY BE SENT NOW, if the workflow's conditions hold
          cancel.client  by client  in booking requested

        STEPS
          task        31
          step        stripe.intent
          status      retry
          attempts    3
          next        1 Jan 00:01 UTC (in 1 min)
          of          payment
          last error  timeout: no answer within 8 s

        PARAMETERS, as they were when it started
          escrow_period=P14D

        """)
  }

  @Test func programsGetTheAnswerAsItCame() async throws {
    let (outcome, _) = try await run(["bookings", "show", "VLT-1", "--output", "json"]) { _ in .success(Self.family) }
    var expected = Self.family.mapValue
    expected?["now"] = .string("2030-01-01T00:00:00Z")
    #expect(try JSON.parse(outcome.data).mapValue == expected)
  }

  @Test func aListIsATableAndSaysHowToGoOn() async throws {
    let answer: Value = [
      "items": [
        [
          "reference": "VLT-1", "workflow": "booking", "status": "running",
          "view": ["status": "confirmed", "stage": "preparation", "paymentStatus": "paid", "escrowStatus": "held"],
          "created": "2029-12-30T00:00:00Z", "updated": "2030-01-01T00:00:00Z",
        ]
      ], "next": "c2", "more": true,
    ]
    let (outcome, calls) = try await run([
      "bookings", "list", "--status", "running", "--where", "stage=2", "--limit", "1",
    ]) { _ in
      .success(answer)
    }
    #expect(
      calls.first?.arguments == ["collection": "bookings", "status": "running", "view": ["stage": 2], "limit": 1])
    #expect(
      outcome.data == """
        reference  status     stage        payment  escrow  changed
        VLT-1      confirmed  preparation  paid     held    now

        """)
    #expect(outcome.talk == "1 shown; more: --after c2\n")
    let (empty, _) = try await run(["tasks", "list"]) { _ in .success(["items": [], "next": nil, "more": false]) }
    #expect(empty.data == "")
    #expect(empty.talk == "no task\n")
  }

  @Test func withoutACollectionOfBookingsTheFamiliesOfAllWorkflowsAreListed() async throws {
    let refusal = ControlFailure(status: 400, code: "unknown_collection", message: "no workflow has the collection")
    let (_, calls) = try await run(["bookings", "list"]) { call in
      call.arguments["collection"] == nil
        ? .success(["items": [], "next": nil, "more": false]) : .failure(refusal)
    }
    #expect(calls.map(\.arguments) == [["collection": "bookings", "limit": 50], ["limit": 50]])
    let (outcome, asked) = try await run(["bookings", "list", "--collection", "x"]) { _ in .failure(refusal) }
    #expect(asked.count == 1)
    #expect(outcome.code == 2)
  }

  @Test func aTaskIsShownWithItsQuestionItsFormAndTheCommandThatAnswersIt() async throws {
    let task: Value = [
      "task": "30", "reference": "VLT-1", "workflow": "delivery", "step": "human.task", "id": "attendance",
      "status": "open", "attempts": 0, "since": "2029-12-31T22:00:00Z", "command": "magnetiqctl tasks done 30",
      "title": "nobody knows whether the meeting took place", "assignee": "operator",
      "form": [
        ["name": "took_place", "type": "bool", "required": true],
        ["name": "party", "type": "string|null", "required": false],
      ],
      "commands": [
        #"magnetiqctl tasks done 30 --data '{"took_place": bool, "party": string|null}' --reason WHY"#,
        "magnetiqctl tasks decline 30 --reason WHY",
      ], "tries": [],
    ]
    let (outcome, calls) = try await run(["tasks", "show", "30"]) { _ in .success(task) }
    #expect(outcome.talk == "")
    #expect(calls.first?.arguments == ["task": "30"])
    #expect(
      outcome.data == """
        task     30, open
        booking  VLT-1
        step     human.task (attendance) of delivery
        since    31 Dec 2029 22:00 UTC (2 h ago)
        for      operator
        asks     nobody knows whether the meeting took place

        ANSWER
          field       type
          took_place  bool         needed
          party       string|null  may be left out

        COMMANDS
          magnetiqctl tasks done 30 \\
            --data '{"took_place": bool, "party": string|null}' \\
            --reason WHY
          magnetiqctl tasks decline 30 --reason WHY

        """)
    let (json, _) = try await run(["tasks", "show", "30", "-o", "json"]) { _ in .success(task) }
    #expect(try JSON.parse(json.data)["form"] == task["form"])
  }

  @Test func aHistoryIsAnEntryForEachThingWithinTheWidthOfThePage() async throws {
    let line: Value = [
      "at": "2029-12-31T22:00:07Z", "sequence": 3, "workflow": "booking", "from": "requested", "to": "confirmed",
      "event": "payment.received", "by": "stripe", "step": "stripe.capture", "outcome": "done",
      "text": "the client has paid the whole price",
    ]
    let (outcome, calls) = try await run([
      "bookings", "history", "VLT-1", "--last", "3", "--since", "2029-12-31T23:00:00+01:00",
    ]) { _ in .success(["items": [line], "next": nil, "more": true]) }
    #expect(
      calls.first?.arguments == [
        "reference": "VLT-1", "since": .timestamp(try Instant.parse("2029-12-31T22:00:00Z")), "last": 3,
      ])
    #expect(
      outcome.data == """
        31 Dec 2029 22:00:07 UTC  booking  payment.received  requested → confirmed
            [stripe.capture done]  the client has paid the whole price  by stripe

        """)
    #expect(outcome.talk == "1 shown; there are more: a larger --last\n")
  }

  @Test func aHistorySinceSoLongAgoIsCountedByTheDaemonsClock() async throws {
    let (_, calls) = try await run(["bookings", "history", "VLT-1", "--since", "PT2H"])
    #expect(calls.map(\.verb) == [ShowClock.verb, ListHistory.verb])
    #expect(calls.last?.arguments["since"] == .timestamp(try Instant.parse("2029-12-31T22:00:00Z")))
  }

  @Test func timesAreShownByTheDaemonsClock() async throws {
    let answer: Value = [
      "items": [["due": "2030-01-01T02:00:00Z", "reference": "VLT-1", "workflow": "booking", "name": "t"]],
      "next": nil, "more": true,
    ]
    let (outcome, _) = try await run(["timers", "list"]) { _ in .success(answer) }
    #expect(outcome.data.contains("1 Jan 02:00 UTC (in 2 h)"))
    #expect(outcome.talk == "1 shown; there are more: --limit\n")
  }

  @Test func cancellingSendsTheOperatorsEventUnderAKeyOfItsOwn() async throws {
    let (outcome, calls) = try await run(["bookings", "cancel", "VLT-1", "--reason", "ill"]) { _ in
      .success(["verdict": "accepted"])
    }
    #expect(outcome.data == "VLT-1 is cancelled.\n")
    #expect(calls.first?.arguments == ["reference": "VLT-1", "name": "cancel.operator", "data": ["reason": "ill"]])
    #expect(calls.first?.caller.reason == "ill")
    #expect(calls.first?.caller.key?.hasPrefix("ctl-") == true)
    let (_, again) = try await run(["bookings", "cancel", "VLT-1", "--reason", "ill", "--key", "mine"]) { _ in
      .success(["verdict": "handled"])
    }
    #expect(again.first?.caller.key == "mine")
  }

  @Test func aRehearsalSaysThatNothingWasDone() async throws {
    let (outcome, calls) = try await run(["tasks", "done", "7", "--reason", "r", "--dry-run"]) { _ in
      .success(["verdict": "handled", "effects": ["starts email.send"]])
    }
    #expect(calls.first?.caller.dryRun == true)
    #expect(outcome.data.hasPrefix("Nothing was done."))
    #expect(outcome.data.contains("email.send"))
  }

  @Test func reschedulingChecksItsTimes() async throws {
    let base = ["bookings", "reschedule", "VLT-1", "--reason", "r", "--start", "2030-02-01T10:00:00+01:00"]
    let (outcome, calls) = try await run(base + ["--end", "2030-02-01T11:00:00+01:00"]) { _ in
      .success(["verdict": "handled"])
    }
    #expect(outcome.code == 0)
    #expect(calls.first?.arguments["name"] == "reschedule.request")
    #expect(calls.first?.arguments["data"]?["end"] == "2030-02-01T11:00:00+01:00")
    for end in ["2030-02-01T10:00:00+01:00", "tomorrow", "2030-02-30T10:00:00Z"] {
      let (outcome, calls) = try await run(base + ["--end", end]) { _ in .success(["verdict": "handled"]) }
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
    #expect(outcome.data == "FAILED  books\n        off by 1\n")
  }

  @Test func theTimelineIsPrintedWhileTheClockAdvances() async throws {
    let (outcome, calls) = try await run(
      ["clock", "advance", "--by", "P1D", "--reason", "test"],
      streaming: { continuation in
        var entry = EventStreamEntry(at: Instant(seconds: 1_893_492_005), kind: "transition")
        (entry.reference, entry.workflow, entry.from, entry.to) = ("VLT-1", "booking", "requested", "paid")
        (entry.event, entry.step, entry.outcome) = ("payment.received", "stripe.capture", "done")
        continuation.yield(entry)
        continuation.yield(EventStreamEntry(text: "nothing is due"))
        continuation.finish()
      })
    #expect(calls.first?.arguments == ["by": "P1D"])
    #expect(
      outcome.data == """
        1 Jan 10:00:05 UTC  VLT-1  booking  requested → paid  payment.received  [stripe.capture done]
        nothing is due

        """)
  }

  @Test(arguments: [
    ["bookings", "cancel", "VLT-1"], ["bookings", "show"], ["clock", "advance", "--reason", "r"],
    ["clock", "advance", "--reason", "r", "--next", "--by", "P1D"], ["bookings", "list", "--limit", "many"],
    ["frobnicate"], ["tasks", "show", "one"], ["bookings", "list", "--status", "confirmed"],
    ["bookings", "history", "V", "--last", "3", "--limit", "4"], ["timers", "list", "--before", "noon"],
    ["events", "send", "VLT-1", "e", "--reason", "r", "--data", "[1"], ["status", "--output", "xml"],
  ])
  func wrongUsageIsReportedWithoutADaemon(arguments: [String]) {
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
}
