import CEL
import HTTPTypes
import HummingbirdCore
import Listening

/// The input of a caller: a JSON object under an idempotency key.
struct Submission: Sendable {
  /// Empty if none was given where none is needed.
  let key: String
  let body: Value
  let raw: [UInt8]

  /// Reads the key and the body.
  ///
  /// - Parameters:
  ///   - limit: the most bytes of the body.
  ///   - needsKey: false if the request may come without an idempotency key.
  static func read(
    _ request: Request, _ body: UnreadBody, _ gateway: Gateway, limit: Int, needsKey: Bool = true
  ) async -> Result<Submission, Problem> {
    let given = APIHandler.idempotencyKey.flatMap { request.headers[$0] }
    guard given != nil || !needsKey else {
      return .failure(Problem(400, "missing_idempotency_key", "give an Idempotency-Key header"))
    }
    let key = given ?? ""
    guard given == nil || Names.isKey(key) else {
      return .failure(
        Problem(400, "malformed_idempotency_key", "an Idempotency-Key has 1 to 255 visible ASCII characters"))
    }
    guard isJSON(request.headers[.contentType]) else {
      return .failure(Problem(415, "unsupported_media_type", "send Content-Type: application/json"))
    }
    guard isPlain(request.headers[.contentEncoding]) else {
      return .failure(
        Problem(415, "unsupported_content_encoding", "send the body without Content-Encoding"))
    }
    switch await body.read() {
    case .truncated: return .failure(Problem(400, "body_truncated"))
    case .tooLarge: return .failure(await gateway.tooLarge(source: "api"))
    case .complete(let raw):
      guard raw.count <= limit else {
        return .failure(Problem(413, "body_too_large", "at most \(limit) bytes are taken here"))
      }
      do {
        let value = try JSON.parse(raw)
        guard case .map = value else {
          var problem = Problem(422, "wrong_type", "the body has to be an object")
          problem.errors = [FieldFault(pointer: "#", expected: "an object", given: "a \(value.typeName)")]
          return .failure(problem)
        }
        return .success(Submission(key: key, body: value, raw: raw))
      } catch {
        return .failure(Problem(400, "malformed_json", "\(error)"))
      }
    }
  }

  /// Returns true if the body is not compressed. A compressed one would have to be bounded a second time.
  private static func isPlain(_ coding: String?) -> Bool { coding.map { $0.lowercased() == "identity" } ?? true }

  /// Returns true for `application/json`, with or without parameters.
  private static func isJSON(_ type: String?) -> Bool {
    guard let type else { return false }
    var essence = type.prefix { $0 != ";" }
    while essence.last == " " || essence.last == "\t" { essence = essence.dropLast() }
    return essence.lowercased() == "application/json"
  }
}
