import CEL
import Encoding
import HTTPTypes
import HummingbirdCore

/// Answers what is read of the catalogue. It needs no credentials: only what is shown to everybody is among it. Sites are
/// told more.
struct CatalogueHandler: Sendable {
  /// The subject of a path, before its query is read.
  enum Subject: Hashable {
    case services
    case consultants
    case consultant(String)
    case slots(String)
    case allSlots
  }

  /// The most items of a page, and those of a page that does not say how many.
  private static let page = (most: 200, standard: 50)

  let api: APIHandler

  func respond(_ request: Request, _ subject: Subject) async -> Response {
    let parameters = Self.parameters(request.head.path ?? "")
    let question: CatalogueQuestion
    switch subject {
    case .services, .consultants:
      switch Self.page(parameters) {
      case .failure(let faults): return Self.wrong(faults.list)
      case .success(let page):
        question =
          subject == .services
          ? .services(after: page.after, limit: page.limit) : .consultants(after: page.after, limit: page.limit)
      }
    case .consultant(let slug):
      let faults = Self.unknown(parameters, [])
      guard faults.isEmpty else { return Self.wrong(faults) }
      question = .consultant(slug: slug)
    case .slots, .allSlots:
      let isOfSite: Bool
      switch Credentials.read(request) {
      case .none: isOfSite = false
      case .bearer(let token) where api.site(token) != nil: isOfSite = true
      default: return Problem.unauthorized.response()
      }
      question =
        if case .slots(let slug) = subject { .slots(slug: slug, parameters: parameters, isOfSite: isOfSite) } else {
          .allSlots(parameters: parameters, isOfSite: isOfSite)
        }
    }
    do throws(Unreadable) {
      return Self.answer(try await api.gateway.receiver.catalogue(question), request)
    } catch {
      return Problem.unreadable.response()
    }
  }

  private struct Faults: Error { let list: [FieldFault] }

  /// Reads which page of a list is asked for.
  private static func page(_ parameters: [String: String]) -> Result<(after: String?, limit: Int), Faults> {
    var faults = unknown(parameters, ["after", "limit"])
    let text = parameters["limit"]
    let limit = text.map { Int($0) } ?? page.standard
    if let limit, (1...page.most).contains(limit), faults.isEmpty { return .success((parameters["after"], limit)) }
    if limit.map({ (1...page.most).contains($0) }) != true {
      faults.append(
        FieldFault(pointer: "#/limit", expected: "1 to \(page.most)", given: String((text ?? "").prefix(40))))
    }
    return .failure(Faults(list: faults))
  }

  private static func unknown(_ parameters: [String: String], _ known: Set<String>) -> [FieldFault] {
    parameters.keys.filter { !known.contains($0) }.sorted().map { name in
      FieldFault(
        pointer: "#/\(name.prefix(40))", expected: "a known parameter", given: "an unknown one",
        cure: known.isEmpty ? "leave it out" : "leave it out; there are \(known.sorted().joined(separator: ", "))")
    }
  }

  private static func answer(_ answer: CatalogueAnswer, _ request: Request) -> Response {
    switch answer {
    case .unknown: return Problem.notFound.response()
    case .wrong(let faults): return wrong(faults)
    case .forSites: return Problem.unauthorized.response()
    case .found(let value, let tag):
      guard let tag else { return Answer.json(200, value) }
      let quoted = "\"\(tag)\""
      if let known = request.headers[.ifNoneMatch], names(quoted, known) {
        return Response(status: .notModified, headers: [.eTag: quoted])
      }
      // It may be kept, and is asked about each time.
      var response = Answer.json(200, value, [.eTag: quoted])
      response.headers[.cacheControl] = "no-cache"
      return response
    }
  }

  /// True if `If-None-Match` names the tag: weakly, as RFC 9110 section 13.1.2 says.
  private static func names(_ tag: String, _ field: String) -> Bool {
    field.split(separator: ",").contains { part in
      var text = part.drop { $0 == " " || $0 == "\t" }
      while text.last == " " || text.last == "\t" { text = text.dropLast() }
      return text == "*" || text == tag || text == "W/\(tag)"
    }
  }

  private static func wrong(_ faults: [FieldFault]) -> Response {
    var problem = Problem(
      422, "wrong_input",
      faults.count == 1
        ? "a parameter is wrong; 'errors' says which" : "\(faults.count) parameters are wrong; 'errors' lists them")
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
