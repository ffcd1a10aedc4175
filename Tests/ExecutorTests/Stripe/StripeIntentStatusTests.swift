import CEL
import Execution
import Testing
import Transport

@testable import Executors

@Suite struct StripeIntentStatusTests {
  /// A cancellation whose reply was lost, and one that is refused, are handled alike by the same status.
  @Test(arguments: StripeIntentStatus.allCases) func everyStatusMeansOneThing(status: StripeIntentStatus) async throws {
    let step = IntentCancel()
    let request = stepRequest("stripe.intent.cancel", ["intent": "pi_1"])
    let refusal = HTTPResponse(
      status: 400, headers: HTTPHeaders(),
      body: Array("{\"error\":{\"type\":\"x\",\"payment_intent\":{\"status\":\"\(status.rawValue)\"}}}".utf8))
    let refused = step.outcome(of: StripeError(refusal))
    guard case .object(_, let read) = try step.lookup(StepInput(request)) else { throw Missing() }
    let found = read(["id": "pi_1", "status": .string(status.rawValue)])
    switch status.withdrawal {
    case .done:
      #expect(refused == .done([:]))
      #expect(found == .found([:]))
    case .possible:
      #expect(refused == nil)
      #expect(found == .absent)
    case .refused(let code):
      #expect(refused?.brief == "failed:\(code)")
      #expect(found.brief == "failed:\(code)")
    }
  }

  private struct Missing: Error {}
}
