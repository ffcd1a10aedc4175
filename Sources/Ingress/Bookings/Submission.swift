import CEL
import HTTPTypes
import HummingbirdCore
import Listening

/// What a caller submits: an object, under a key.
struct Submission: Sendable {
  let key: String
  let body: Value
  let raw: [UInt8]

  struct Refusal: Error {
    let response: Response

    init(_ problem: Problem) {
      response = problem.response()
    }

    init(_ response: Response) {
      self.response = response
    }
  }

  static func read(_ request: Request, _ door: Door) async -> Result<Submission, Refusal> {
    let name = APIHandler.idempotencyKey
    guard let name, let key = request.headers[name] else {
      return .failure(Refusal(Problem(400, "missing_idempotency_key", "give an Idempotency-Key header")))
    }
    guard Names.isKey(key) else {
      return .failure(
        Refusal(Problem(400, "malformed_idempotency_key", "an Idempotency-Key has 1 to 255 visible ASCII characters")))
    }
    guard isJSON(request.headers[.contentType]) else {
      return .failure(Refusal(Problem(415, "unsupported_media_type", "send Content-Type: application/json")))
    }
    switch await Body.read(request, limit: door.settings.bodyBytes) {
    case .truncated: return .failure(Refusal(Problem(400, "body_truncated", closes: true)))
    case .tooLarge: return .failure(Refusal(await door.tooLarge(source: "api")))
    case .complete(let raw):
      do {
        let body = try JSON.parse(raw)
        guard case .map = body else {
          let detail = "the body has to be an object; given is a value of type \(body.typeName)"
          return .failure(Refusal(Problem(422, "wrong_type", detail)))
        }
        return .success(Submission(key: key, body: body, raw: raw))
      } catch {
        return .failure(Refusal(Problem(400, "malformed_json", "\(error)")))
      }
    }
  }

  /// `application/json`, with or without parameters.
  private static func isJSON(_ type: String?) -> Bool {
    guard let type else { return false }
    var essence = type.prefix { $0 != ";" }
    while essence.last == " " { essence = essence.dropLast() }
    return essence.lowercased() == "application/json"
  }
}
