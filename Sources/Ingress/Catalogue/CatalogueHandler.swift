import CEL
import Encoding
import HTTPTypes
import HummingbirdCore

/// Answers what is read of the catalogue. It needs no credentials: only what is shown to everybody is among it.
struct CatalogueHandler: Sendable {
  /// The subject of a path, before its query is read.
  enum Subject: Hashable {
    case services
    case consultants
    case consultant(String)
    case slots(String)
  }

  /// The most consultants of a page, and those of a page that does not say how many.
  private static let page = (most: 200, standard: 50)

  let gateway: Gateway

  func respond(_ request: Request, _ subject: Subject) async -> Response {
    let parameters = Self.parameters(request.head.path ?? "")
    let question: CatalogueQuestion
    switch subject {
    case .services: question = .services
    case .consultants:
      let text = parameters["limit"]
      let limit = text.map { Int($0) } ?? Self.page.standard
      guard let limit, (1...Self.page.most).contains(limit) else {
        return Self.wrong([
          FieldFault(
            pointer: "#/limit", expected: "1 to \(Self.page.most)",
            given: String((text ?? "").prefix(40)))
        ])
      }
      question = .consultants(after: parameters["after"], limit: limit)
    case .consultant(let slug): question = .consultant(slug: slug)
    case .slots(let slug): question = .slots(slug: slug, parameters: parameters)
    }
    do throws(Unreadable) {
      return Self.answer(try await gateway.receiver.catalogue(question), request)
    } catch {
      return Problem.unreadable.response()
    }
  }

  private static func answer(_ answer: CatalogueAnswer, _ request: Request) -> Response {
    switch answer {
    case .unknown: return Problem.notFound.response()
    case .wrong(let faults): return wrong(faults)
    case .found(let value, let version):
      guard let version else { return Answer.json(200, value) }
      let tag = "\"\(version)\""
      if request.headers[.ifNoneMatch] == tag {
        return Response(status: .notModified, headers: [.eTag: tag])
      }
      return Answer.json(200, value, [.eTag: tag])
    }
  }

  private static func wrong(_ faults: [FieldFault]) -> Response {
    var problem = Problem(422, "wrong_input", "a parameter is wrong; 'errors' says which")
    problem.errors = faults
    return problem.response()
  }

  /// The query of a path; of a repeated parameter the first counts.
  private static func parameters(_ target: String) -> [String: String] {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [:] }
    var parameters: [String: String] = [:]
    for pair in target.utf8[target.utf8.index(after: mark)...].split(separator: UInt8(ascii: "&"))
      .prefix(32)
    {
      let halves = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = PercentEncoding.decode(halves[0], plusIsSpace: true)
      if parameters[name] == nil {
        parameters[name] =
          halves.count == 2 ? PercentEncoding.decode(halves[1], plusIsSpace: true) : ""
      }
    }
    return parameters
  }
}
