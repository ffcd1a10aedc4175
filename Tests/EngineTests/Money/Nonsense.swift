import CEL
import Testing
import Transport

/// An answer that a provider's step may get and that concludes nothing: from a proxy, of another object, cut, late.
struct Nonsense: Sendable, CustomTestStringConvertible {
  let name: String
  /// Whether the provider has acted before it is answered so.
  let isActedOn: Bool
  let answer: Result<HTTPResponse, TransportFailure>

  var testDescription: String { "\(name), \(isActedOn ? "carried out" : "never arrived")" }

  static let all: [Nonsense] = answers.flatMap { name, answer in
    [true, false].map { Nonsense(name: name, isActedOn: $0, answer: answer) }
  }

  private static let answers: [(String, Result<HTTPResponse, TransportFailure>)] =
    [
      ("the connection is lost", .failure(TransportFailure(.lost, code: "connection_lost", message: "cut"))),
      ("the time is over", .failure(TransportFailure(.lost, code: "timeout", message: "no answer"))),
      ("a server's error of the provider", of(500, error("api_error"))),
      ("a replayed server's error", of(500, error("api_error"), [("Idempotent-Replayed", "true")])),
      ("the key is in use", of(409, error("invalid_request_error", "idempotency_key_in_use"))),
      ("the object is locked", of(429, error("invalid_request_error", "lock_timeout"))),
      ("the key was used with other parameters", of(400, error("idempotency_error"))),
      ("no content", of(204, "")),
      ("a text that is no UTF-8", .success(HTTPResponse(status: 200, body: [0xFF, 0xFE, 0x7B, 0x7D]))),
    ] + bodies.map { ("200 with \($0)", of(200, $1)) } + statuses.map { ("\($0) of a gateway", of($0, page)) }
    + [400, 401, 402, 404, 422, 429].flatMap { status in
      [
        ("\(status) with an error that is a text", of(status, #"{"error":"denied"}"#)),
        ("\(status) {}", of(status, "{}")),
      ]
    }

  private static let page = "<html><body>Blocked</body></html>"
  private static let statuses = [301, 302, 304, 400, 401, 403, 404, 405, 407, 408, 413, 418, 451, 502, 503, 504, 520]

  private static let bodies: [(String, String)] = [
    ("nothing", ""), ("a page", page), ("null", "null"), ("a list", "[]"), ("half an object", #"{"id":"re_1","amou"#),
    ("an empty object", "{}"), ("an empty identifier", #"{"id":"","status":"succeeded"}"#),
    ("no identifier", #"{"id":null,"status":"succeeded"}"#),
    ("a number for an identifier", #"{"id":7,"status":"succeeded"}"#),
    ("another amount", #"{"id":"xx_1","status":"succeeded","amount":1}"#),
    (
      "another currency",
      #"{"id":"xx_1","status":"succeeded","currency":"usd","amount":null,"destination":"acct_2","payment_intent":"pi_2","transfer":"tr_2"}"#
    ),
    (
      "somebody else's object",
      #"{"id":"xx_1","status":"succeeded","amount":77,"destination":"acct_2","payment_intent":"pi_2","transfer":"tr_2"}"#
    ),
    ("an error inside", #"{"error":{"type":"api_error"}}"#),
    ("walls of brackets", String(repeating: "[", count: 5_000)),
    ("a text", #""ok""#),
  ]

  private static func of(
    _ status: Int, _ body: String, _ headers: [(name: String, value: String)] = []
  ) -> Result<HTTPResponse, TransportFailure> {
    .success(HTTPResponse(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8)))
  }

  private static func error(_ type: String, _ code: String? = nil) -> String {
    String(
      decoding: JSON.encode(["error": ["type": .string(type), "code": code.map(Value.string) ?? .null]]), as: UTF8.self)
  }
}
