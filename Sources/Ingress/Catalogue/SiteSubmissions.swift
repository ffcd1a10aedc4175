import HTTPTypes
import HummingbirdCore

/// The way of a calling site's submission that is not for one booking, such as a request for a quote or a contact form.
struct SiteSubmissions: Sendable {
  let api: APIHandler

  /// Charges the submission to the site's quota and answers it, if there is room for one more at once. A submission for
  /// which there is none costs the site nothing.
  func answer(_ submission: Submission, site: String, _ answer: () async -> Response) async -> Response {
    let gateway = api.gateway
    switch api.quota.charge(.start(site: site), bytes: submission.raw.count, at: gateway.ticks()) {
    case .failure(let refusal):
      await gateway.report("quota_exceeded", source: "api:\(site)")
      return refusal.problem.response()
    case .success(let charge):
      guard gateway.gate.enter() else {
        charge.giveBack()
        return Problem.busy.response()
      }
      defer { gateway.gate.leave() }
      return await answer()
    }
  }
}
