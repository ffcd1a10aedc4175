import CEL
import HTTPTypes
import HummingbirdCore
import NIOCore

/// A refusal in the form of RFC 9457. `type` is `about:blank`, so that `title` is the status's own phrase. `code` is
/// our own and stable.
struct Problem: Error, Hashable {
  var status: Int
  var code: String
  var detail: String?
  /// The value of `Retry-After`, in whole seconds (RFC 9110 section 10.2.3).
  var retryAfter: Int?
  /// The value of `Allow` for a 405 (RFC 9110 section 10.2.1).
  var allow: String?
  /// The value of `WWW-Authenticate` for a 401 (RFC 9110 section 11.6.1).
  var challenge: String?
  /// Everything that is wrong with the body's fields, one entry each.
  var errors: [FieldFault] = []
  /// The facts that hold now, in the place of those that the request took for true.
  var members = ValueMap()

  init(
    _ status: Int, _ code: String, _ detail: String? = nil, retryAfter: Int? = nil, allow: String? = nil,
    challenge: String? = nil
  ) {
    self.status = status
    self.code = code
    self.detail = detail
    self.retryAfter = retryAfter
    self.allow = allow
    self.challenge = challenge
  }

  static let notFound = Problem(404, "not_found")
  /// The input was certainly not stored.
  static let busy = Problem(503, "unavailable", "nothing was stored; send it again", retryAfter: 5)
  /// A bound of the engine is reached. The input was certainly not stored.
  static let overloaded = Problem(503, "unavailable", "nothing was stored; send it again", retryAfter: 60)
  /// The commit takes long and may still happen.
  static let undecided = Problem(
    503, "outcome_unknown",
    "whether it was stored is not known yet; send it again with the same key, which is safe: it is never taken twice",
    retryAfter: 5)
  /// It is not known whether the resource exists.
  static let unreadable = Problem(503, "unavailable", "it cannot be looked up at present; ask again", retryAfter: 5)
  static let unauthorized = Problem(
    401, "unauthorized", "give the calling site's token as Authorization: Bearer …",
    challenge: "Bearer realm=\"magnetiq\"")

  init(_ refusal: MarketRefusal) {
    self.init(refusal.status, refusal.code, refusal.message)
    (errors, members) = (refusal.faults, refusal.members)
  }

  private static let statuses: [HTTPResponse.Status] = [
    .badRequest, .unauthorized, .notFound, .methodNotAllowed, .conflict, .contentTooLarge, .unsupportedMediaType,
    .unprocessableContent, .tooManyRequests, .serviceUnavailable,
  ]

  private static func entry(_ fault: FieldFault) -> Value {
    var entry = ValueMap([
      ("pointer", .string(fault.pointer)), ("expected", .string(fault.expected)), ("given", .string(fault.given)),
    ])
    if let cure = fault.cure { entry["cure"] = .string(cure) }
    return .map(entry)
  }

  func response() -> Response {
    let status = Self.statuses.first { $0.code == self.status } ?? HTTPResponse.Status(code: self.status)
    var body = ValueMap([
      ("type", "about:blank"), ("title", .string(status.reasonPhrase)), ("status", .int(Int64(self.status))),
      ("code", .string(code)),
    ])
    if let detail { body["detail"] = .string(detail) }
    if !errors.isEmpty { body["errors"] = .list(errors.map(Self.entry)) }
    for entry in members.entries where body[entry.key.stringValue ?? ""] == nil {
      body[entry.key.stringValue ?? ""] = entry.value
    }
    var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
    if let retryAfter { headers[.retryAfter] = "\(retryAfter)" }
    if let allow { headers[.allow] = allow }
    if let challenge { headers[.wwwAuthenticate] = challenge }
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: JSON.encode(.map(body)))))
  }
}
