import CEL
import HTTPTypes
import HummingbirdCore
import Listening

/// Answers what calling sites ask of consultants and tell of clients: `/v1/matches` and `/v1/leads`.
struct MarketHandler: Sendable {
  /// The subject of a path.
  enum Subject: Hashable {
    case matches
    case why(search: String, consultant: String)
    case outcomes(search: String)
    case leads
    case lead(String)
    case touchpoints(lead: String)

    /// A search changes nothing, and an outcome that is told twice is told once: neither needs a key.
    var needsKey: Bool {
      switch self {
      case .leads, .touchpoints: true
      case .matches, .outcomes, .why, .lead: false
      }
    }
  }

  let api: APIHandler

  private var gateway: Gateway { api.gateway }

  func respond(_ request: Request, _ body: UnreadBody, _ subject: Subject) async -> Response {
    guard case .bearer(let token) = Credentials.read(request), let site = api.site(token) else {
      return Problem.unauthorized.response()
    }
    switch subject {
    case .why(let search, let consultant): return await answer(.why(search: search, consultant: consultant), site)
    case .lead(let id): return await answer(.lead(id: id), site)
    case .matches, .outcomes, .leads, .touchpoints: break
    }
    let submission: Submission
    switch await Submission.read(
      request, body, gateway, limit: gateway.settings.eventBytes, needsKey: subject.needsKey)
    {
    case .success(let read): submission = read
    case .failure(let problem): return problem.response()
    }
    let question: MarketQuestion
    switch subject {
    case .matches: question = .find(key: submission.key.isEmpty ? nil : submission.key, body: submission.body)
    case .outcomes(let search): question = .outcome(search: search, body: submission.body)
    case .leads: question = .tell(key: submission.key, body: submission.body)
    case .touchpoints(let lead): question = .touch(lead: lead, key: submission.key, body: submission.body)
    case .why, .lead: return Problem.notFound.response()
    }
    return await SiteSubmissions(api: api).answer(submission, site: site) { await answer(question, site) }
  }

  private func answer(_ question: MarketQuestion, _ site: String) async -> Response {
    do throws(Unreadable) {
      switch try await gateway.receiver.market(question, site: "api:\(site)") {
      case .made(let value, let path, let isRepeated):
        return Answer.made(value, at: path, isRepeated: isRepeated)
      case .found(let value): return Answer.json(200, value)
      case .refused(let refusal): return Problem(refusal).response()
      case .notStored: return Problem.busy.response()
      }
    } catch {
      return Problem.unreadable.response()
    }
  }
}
