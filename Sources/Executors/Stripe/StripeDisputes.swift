import CEL
import Execution

/// How a dispute stands, for whoever has not heard of its end.
struct DisputeGet: StripeStep {
  let declaration = StripeCatalogue.disputeGet

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .get("/v1/disputes/\(try input.identifier("dispute"))")
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement(needsID: false).reference("id", try input.identifier("dispute"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    .done(["status": .string(try object.string("status"))])
  }
}
