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
        return await answer(question, site)
      }
    }
  }

  private func answer(_ question: QuoteQuestion, _ site: String) async -> Response {
    do throws(Unreadable) {
      switch try await gateway.receiver.quote(question, site: "api:\(site)") {
      case .made(let quote, let isRepeated):
        var headers: HTTPFields = [.location: "/v1/quotes/\(quote["id"]?.stringValue ?? "")"]
        if isRepeated, let replayed = Answer.replayed { headers[replayed] = "true" }
        return Answer.json(201, quote, headers)
      case .found(let quote): return Answer.json(200, quote)
      case .refused(let refusal): return Problem(refusal).response()
      case .notStored: return Problem.busy.response()
      }
    } catch {
      return Problem.unreadable.response()
    }
  }
}
