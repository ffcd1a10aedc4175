import CEL
import HTTPTypes
import HummingbirdCore
import Listening

/// Answers what calling sites ask of quotes: `POST /v1/quotes`, `GET /v1/quotes/{id}`, `POST /v1/quotes/{id}/extend`.
struct QuoteHandler: Sendable {
  /// The subject of a path.
  enum Subject: Hashable {
    case collection
    case item(String)
    case longer(String)
  }

  let api: APIHandler

  private var gateway: Gateway { api.gateway }

  func respond(_ request: Request, _ body: UnreadBody, _ subject: Subject) async -> Response {
    guard case .bearer(let token) = Credentials.read(request), let site = api.site(token) else {
      return Problem.unauthorized.response()
    }
    switch subject {
    case .item(let id): return await answer(.show(id: id), site)
    case .collection, .longer:
      let submission: Submission
      switch await Submission.read(request, body, gateway, limit: gateway.settings.eventBytes) {
      case .success(let read): submission = read
      case .failure(let problem): return problem.response()
      }
      let question: QuoteQuestion =
        if case .longer(let id) = subject { .extend(id: id) } else {
          .make(key: submission.key, body: submission.body)
        }
      return await SiteSubmissions(api: api).answer(submission, site: site) { await answer(question, site) }
    }
  }

  private func answer(_ question: QuoteQuestion, _ site: String) async -> Response {
    do throws(Unreadable) {
      switch try await gateway.receiver.quote(question, site: "api:\(site)") {
      case .made(let quote, let isRepeated):
        return Answer.made(quote, at: "/v1/quotes/\(quote["id"]?.stringValue ?? "")", isRepeated: isRepeated)
      case .found(let quote): return Answer.json(200, quote)
      case .refused(let refusal): return Problem(refusal).response()
      case .notStored: return Problem.busy.response()
      }
    } catch {
      return Problem.unreadable.response()
    }
  }
}
