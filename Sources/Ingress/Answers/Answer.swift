import CEL
import EngineMessages
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Turns the engine's replies into responses. None of them is a redirect (3xx).
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

  /// Answers 201 with the value that was made, or that an earlier request with the same key made.
  static func made(_ value: Value, at path: String, isRepeated: Bool) -> Response {
    var headers: HTTPFields = [.location: path]
    if isRepeated, let replayed { headers[replayed] = "true" }
    return json(201, value, headers)
  }

  /// Answers a caller of the public API. `location` gives the path of a family's view, `faults` say what is wrong with the
  /// fields of a body that was refused.
  static func caller(
    _ outcome: Gateway.Outcome, faults: [FieldFault] = [], location: (_ reference: String) -> String
  ) -> Response {
    guard case .replied(let reply) = outcome else { return unavailable(outcome) }
    return caller(reply, faults, location: location)
  }

  private static func caller(
    _ reply: Reply, _ faults: [FieldFault], location: (_ reference: String) -> String
  ) -> Response {
    switch reply {
    case .accepted(let reference, .queued):
      let path = location(reference)
      return json(202, ["verdict": "pending", "location": .string(path)], [.location: path])
    case .accepted(let reference, let disposition):
      return accepted(reference, disposition.rawValue)
    case .carriedOut(let reference, let result):
      return accepted(reference, result)
    case .created(let reference, let capabilities):
      let secrets = ValueMap(capabilities.map { ($0.role, .string($0.secret)) })
      return json(
        201, ["verdict": "created", "reference": .string(reference), "capabilities": .map(secrets)],
        [.location: location(reference)])
    case .duplicate(let original):
      var response = caller(original, faults, location: location)
      if let replayed { response.headers[replayed] = "true" }
      return response
    case .rejected(let code, let message):
      var problem = Problem(reply.isRequestFault ? 422 : 409, code, message)
      if !faults.isEmpty {
        problem.detail =
          faults.count == 1
          ? "a field is wrong; 'errors' says which" : "\(faults.count) fields are wrong; 'errors' lists them"
        problem.errors = faults
      }
      return problem.response()
    case .conflict, .unknownTarget, .overloaded, .keyExists:
      return refused(reply)
    }
  }

  /// The answer to a provider whose event was read and needs nothing more.
  static var acknowledged: Response { json(200, ["received": true]) }

  /// The answer to a sender that would carry out instructions in an answer (TwiML): there are none.
  static var noInstructions: Response {
    Response(
      status: .ok, headers: [.contentType: "text/xml", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>")))
  }

  /// Answers a provider: 200 or 202 once the event is stored, whatever the workflow did with it. Otherwise the provider
  /// would send it again for days.
  static func provider(_ outcome: Gateway.Outcome) -> Response {
    guard case .replied(let reply) = outcome else { return unavailable(outcome) }
    switch reply {
    case .accepted(_, .queued): return json(202, ["received": true])
    case .accepted, .created, .carriedOut, .rejected: return acknowledged
    case .duplicate: return json(200, ["received": true, "duplicate": true])
    case .conflict, .unknownTarget, .overloaded, .keyExists: return refused(reply)
    }
  }

  private static func accepted(_ reference: String, _ verdict: String) -> Response {
    json(
      200,
      [
        "verdict": "accepted", "reference": reference.isEmpty ? .null : .string(reference),
        "detail": ["verdict": .string(verdict)],
      ])
  }

  /// Answers an input of which nothing was stored, with the reason from the reply.
  private static func refused(_ reply: Reply) -> Response {
    switch reply {
    case .conflict(let message): Problem(409, "idempotency_conflict", message).response()
    case .keyExists(let key): Problem(409, "reference_exists", "'\(key)' exists already").response()
    case .unknownTarget: Problem.notFound.response()
    default: Problem.overloaded.response()
    }
  }

  /// Answers an input that has no reply. It says about the store only what is certain.
  private static func unavailable(_ outcome: Gateway.Outcome) -> Response {
    if case .unknown = outcome { return Problem.undecided.response() }
    return Problem.busy.response()
  }
}
