import CEL
import Execution
import Testing

@testable import Executors

@Suite struct OdooTests {
  private static let loaded = ScriptedTransport.Answer.answer(200, "{\"ids\":[7],\"messages\":[]}")
  private static let input: ValueMap = [
    "external_id": "magnetiq.vlt_1", "stage": "consultation_booked", "note": "Paid.",
    "data": ["client_name": "Anna", "price": 15_005, "x_source": "site"],
  ]

  private func run(
    _ input: ValueMap, _ answers: [ScriptedTransport.Answer]
  ) async -> (outcome: StepOutcome, requests: [HTTPRequest]) {
    let transport = ScriptedTransport(answers)
    let settings = OdooSettings(
      baseURL: "https://crm.example.org", database: "main", key: "k", stages: ["consultation_booked": "Booked"])
    let outcome = await OdooExecutor(settings, transport: transport).outcome(stepRequest("crm.upsert", input))
    return (outcome, transport.requests)
  }

  @Test func aLeadIsLoadedByItsExternalIDAndTheNotePostedOnce() async throws {
    let (outcome, requests) = await run(
      Self.input, [.answer(200, "[{\"id\":3}]"), Self.loaded, .answer(200, "[]"), .answer(200, "[9]")])
    #expect(outcome == .done(["lead": "7"]))
    #expect(
      requests.map { $0.url.dropFirst("https://crm.example.org/json/2/".count) } == [
        "crm.stage/search_read", "crm.lead/load", "mail.message/search_read", "crm.lead/message_post",
      ])
    #expect(HTTPHeaders(requests[0].headers)["Authorization"] == "bearer k")
    #expect(HTTPHeaders(requests[0].headers)["X-Odoo-Database"] == "main")
    #expect(try JSON.parse(requests[0].body)["domain"] == [["name", "=", "Booked"]])
    #expect(
      try JSON.parse(requests[1].body) == [
        "fields": [
          "id", "name", "type", "x_booking_ref", "stage_id/.id", "contact_name", "expected_revenue", "x_source",
        ],
        "data": [
          ["magnetiq.vlt_1", "VLT-20260303-AB12", "opportunity", "VLT-20260303-AB12", "3", "Anna", "150.05", "site"]
        ],
      ])
    #expect(try JSON.parse(requests[3].body)["body"] == "Paid. [VLT-20260303-AB12/test/1/g1]")
  }

  @Test func aNoteThatIsThereIsNotPostedAgain() async {
    let (outcome, requests) = await run(
      Self.input, [.answer(200, "[{\"id\":3}]"), Self.loaded, .answer(200, "[{\"id\":9}]")])
    #expect(outcome.brief == "done")
    #expect(requests.count == 3)
  }

  @Test func whatMayPassIsTriedAgainAndARefusalIsFinal() async {
    let input: ValueMap = ["external_id": "magnetiq.vlt_1", "stage": nil, "note": nil, "data": [:]]
    for (answer, expected): (ScriptedTransport.Answer, String) in [
      (Self.loaded, "done"), (.lost, "unknown:connection_lost"), (.notSent, "retry:connect_failed"),
      (.answer(500), "unknown:provider_error"), (.answer(409), "unknown:in_progress"),
      (.answer(429), "retry:rate_limited"), (.answer(401), "retry:unauthorized"), (.answer(403), "failed:rejected"),
      (
        .answer(422, "{\"name\":\"builtins.ValueError\",\"message\":\"personal\",\"debug\":\"trace\"}"),
        "failed:rejected"
      ),
      (.answer(200, "{\"ids\":false,\"messages\":[{\"message\":\"personal\"}]}"), "failed:rejected"),
      (.answer(200, "?"), "unknown:unreadable_reply"),
    ] {
      let (outcome, _) = await run(input, [answer])
      #expect(outcome.brief == expected)
      #expect(!"\(outcome)".contains("personal"))
    }
  }

  @Test func aLostReadChangedNothing() async {
    for answer: ScriptedTransport.Answer in [.lost, .answer(409), .answer(500), .answer(200, "?")] {
      #expect(await run(Self.input, [answer]).outcome.brief.hasPrefix("retry:"))
    }
  }

  @Test func anUnknownStageIsNamed() async {
    let (outcome, _) = await run(Self.input, [.answer(200, "[]")])
    #expect(outcome.brief == "failed:rejected")
    #expect("\(outcome)".contains("'Booked'"))
  }

  @Test func anExternalIDIsOfOneModuleAndOneName() async {
    for id in ["vlt_1", "a.b.c", "", "a.", "a.b c"] {
      var input = Self.input
      input["external_id"] = .string(id)
      #expect(await run(input, []).outcome.brief == "failed:rejected")
    }
  }

  @Test(arguments: [(0, "0.00"), (5, "0.05"), (15_000, "150.00"), (-250, "-2.50")])
  func amountsAreWrittenInMajorUnits(minor: Int, text: String) {
    #expect(OdooLead.major(Int64(minor)) == text)
  }
}
