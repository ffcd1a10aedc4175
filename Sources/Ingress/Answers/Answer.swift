import CEL
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Turns verdicts into responses; never a 3xx.
enum Answer {
  static let replayed = HTTPField.Name("Idempotency-Replayed")

  static func json(_ status: Int, _ body: Value, _ headers: HTTPFields = [:]) -> Response {
    var headers = headers
    headers[.contentType] = "application/json"
    headers[.cacheControl] = "no-store"
    return Response(
      status: HTTPResponse.Status(code: status), headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: JSON.encode(body))))
  }

  /// For a caller of the public API. `location` is the path of a family's view.
  static func caller(_ verdict: Verdict?, location: (_ reference: String) -> String) -> Response {
    switch verdict {
    case .accepted(let reference, let detail):
      return json(
        200, ["verdict": "accepted", "reference": reference.map { .string($0) } ?? .null, "detail": detail])
    case .created(let reference, let capabilities, let detail):
      let secrets = ValueMap(capabilities.map { ($0.role, .string($0.secret)) })
      return json(
        201,
        ["verdict": "created", "reference": .string(reference), "capabilities": .map(secrets), "detail": detail],
        [.location: location(reference)])
    case .duplicate(let original):
      return duplicate(original)
    case .pending(let location):
      return json(202, ["verdict": "pending", "location": .string(location)], [.location: location])
    case .rejected(let code, let message, let status):
      return Problem(status == 409 ? 409 : 422, code, message).response()
    case .conflict, .unknownTarget, .unavailable, nil:
      return refused(verdict)
    }
  }

  /// For a provider: 200 once the event is stored, whatever the workflow made of it, or it would be sent again for days.
  static func provider(_ verdict: Verdict?) -> Response {
    switch verdict {
    case .accepted, .created, .rejected: json(200, ["received": true])
    case .duplicate: json(200, ["received": true, "duplicate": true])
    case .pending: json(202, ["received": true])
    case .conflict, .unknownTarget, .unavailable, nil: refused(verdict)
    }
  }

  /// nil: no verdict came in time.
  private static func refused(_ verdict: Verdict?) -> Response {
    switch verdict {
    case .conflict(let message): Problem(409, "idempotency_conflict", message).response()
    case .unknownTarget: Problem.notFound.response()
    case .unavailable(let seconds):
      Problem(503, "unavailable", Problem.busy.detail, retryAfter: max(1, min(3_600, seconds))).response()
    default: Problem.busy.response()
    }
  }

  private static func duplicate(_ original: Value) -> Response {
    var body = original.mapValue ?? ValueMap([("result", original)])
    var status = 200
    if let given = body["status"]?.intValue, (200..<300).contains(given) || (400..<500).contains(given) {
      status = Int(given)
      body["status"] = nil
    }
    var headers: HTTPFields = [:]
    if let replayed { headers[replayed] = "true" }
    return json(status, .map(body), headers)
  }
}
