import CEL
import Execution
import Secrets
import Testing
import Transport

@testable import Executors

/// A provider's words reach the history and the journal as names only, whatever the provider or a gateway puts there.
@Suite struct ProviderWordTests {
  /// A hundred characters of many bytes each, a line break, and what clears a terminal.
  private static let hostile = String(repeating: "e\u{301}\u{302}\u{303}", count: 400) + "\n\u{1B}[2J\u{202E}"

  private static func json(_ body: Value) -> ScriptedTransport.Answer {
    .success(HTTPResponse(status: 200, body: JSON.encode(body)))
  }

  private static func isName(_ outcome: StepOutcome) -> Bool {
    let message =
      switch outcome {
      case .failed(let error), .retry(let error, _), .unknown(let error): error.message
      case .done, .accepted: ""
      }
    return (1...1_024).contains(message.utf8.count) && message.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }

  @Test(
    arguments: [
      ["id": .string(hostile), "status": "failed", "failure_reason": .string(hostile)],
      ["id": .string(hostile), "status": .string(hostile)], ["id": .string(hostile), "status": "failed", "amount": 1],
    ] as [Value])
  func aRefundsWordsAreShownAsNames(object: Value) async {
    let transport = ScriptedTransport([
      .answer(200, "{}", [("Date", "Tue, 03 Mar 2026 09:00:01 GMT")]), Self.json(object),
    ])
    let outcome = await StripeExecutor(StripeSettings(secret: "sk"), transport: transport).outcome(
      stepRequest("stripe.refund", ["intent": "pi_1", "amount": 5_000, "reason": "x", "currency": nil]))
    #expect(Self.isName(outcome), "\(outcome)")
  }

  @Test func theWordsOfARefusedLeadAreShownAsNames() async {
    let input: ValueMap = ["external_id": "magnetiq.vlt_1", "stage": nil, "note": nil, "data": [:]]
    let refusals: [ScriptedTransport.Answer] = [
      Self.json(["ids": false, "messages": [["field": .string(Self.hostile)]]]),
      .success(HTTPResponse(status: 422, body: JSON.encode(["name": .string(Self.hostile)]))),
    ]
    for refusal in refusals {
      let settings = OdooSettings(baseURL: "https://crm.example.org", key: "k")
      let outcome = await OdooExecutor(settings, transport: ScriptedTransport([refusal])).outcome(
        stepRequest("crm.upsert", input))
      #expect(Self.isName(outcome), "\(outcome)")
    }
  }
}
