import Testing

/// Requests as bytes and what has to come back, by RFC 9110 and 9112: the statuses in their order, and whether the
/// connection ends without our asking for it.
@Suite(.serialized) struct ConformanceTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let request: String
    let statuses: [Int]
    let closes: Bool
    /// Lines that the answer has to hold.
    var holds: [String] = []

    var testDescription: String { name }

    init(_ name: String, _ request: String, _ statuses: Int..., closes: Bool, holds: [String] = []) {
      self.name = name
      self.request = request
      self.statuses = statuses
      self.closes = closes
      self.holds = holds
    }
  }

  static let host = "Host: x\r\n"
  static let post = "POST /v1/bookings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
  static let known = post + "Authorization: Bearer new-token\r\nIdempotency-Key: k\r\n"
  static let health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

  static let requestLines: [Row] = [
    Row("a plain request", health, 200, closes: false, holds: ["HTTP/1.1 200", "Date: ", "Content-Length: 3"]),
    Row("an empty line before it", "\r\n" + health, 200, closes: false),
    Row("two requests at once", health + health, 200, 200, closes: false),
    Row(
      "three, the last of which ends the connection", health + health + closing("close") + health, 200, 200, 200,
      closes: true),
    Row("an answer of 404 between two of 200", health + get("/nowhere") + health, 200, 404, 200, closes: false),
    Row("a query", get("/healthz?a=b"), 200, closes: false),
    Row("an absolute target", get("http://elsewhere/healthz"), 200, closes: false),
    Row("an absolute target with another scheme's capitals", get("HTTPS://elsewhere:443/healthz"), 200, closes: false),
    Row("an absolute target without a path", get("http://elsewhere"), 404, closes: false),
    Row("a target that is no path", get("healthz"), 400, closes: true),
    Row("an asterisk for all methods but one", get("*"), 400, closes: true),
    Row("OPTIONS of the whole server", line("OPTIONS * HTTP/1.1"), 404, closes: false),
    Row("a tunnel", line("CONNECT elsewhere:443 HTTP/1.1"), 501, closes: true),
    Row(
      "a method that is known and not allowed", line("DELETE /healthz HTTP/1.1"), 405, closes: false,
      holds: ["Allow: GET, HEAD"]),
    Row("TRACE", line("TRACE /healthz HTTP/1.1"), 405, closes: false),
    Row("a method that nobody knows", line("BREW /healthz HTTP/1.1"), 501, closes: true),
    Row("a method in small letters", line("get /healthz HTTP/1.1"), 501, closes: true),
    Row("a target that is too long", get("/" + String(repeating: "a", count: 5_000)), 414, closes: true),
    Row("two spaces before the version, which may be read", line("GET /healthz  HTTP/1.1"), 200, closes: false),
    Row("no version", "GET /healthz\r\n\r\n", 505, closes: true),
    Row("a version to come", line("GET /healthz HTTP/2.0"), 505, closes: true),
    Row("a version that never was", line("GET /healthz HTTP/1.2"), 505, closes: true),
    Row("a version that is none", line("GET /healthz HTTX/1.1"), 400, closes: true),
    Row("the beginning of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, closes: true),
    Row("the beginning of TLS", "\u{16}\u{3}\u{1}\u{2}", 501, closes: true),
  ]

  static let fields: [Row] = [
    Row("no Host", "GET /healthz HTTP/1.1\r\n\r\n", 400, closes: true),
    Row("two Hosts", "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400, closes: true),
    Row("an empty Host", "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n", 200, closes: false),
    Row("a Host with a port", "GET /healthz HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 200, closes: false),
    Row("a Host that is no authority", "GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, closes: true),
    Row("a Host with somebody's name", "GET /healthz HTTP/1.1\r\nHost: me@x\r\n\r\n", 400, closes: true),
    Row("a blank before the colon", get("/healthz", "X : y\r\n"), 400, closes: true),
    Row("a name that is none", get("/healthz", "X(: y\r\n"), 400, closes: true),
    Row("a field without a name", get("/healthz", ": y\r\n"), 400, closes: true),
    Row("a line that is no field", get("/healthz", "rubbish\r\n"), 400, closes: true),
    Row("a field that goes on in the next line", get("/healthz", "X: a\r\n b\r\n"), 400, closes: true),
    Row("a blank before the first field", "GET /healthz HTTP/1.1\r\n Host: x\r\n\r\n", 400, closes: true),
    Row("a null in a value", get("/healthz", "X: a\u{0}b\r\n"), 400, closes: true),
    Row("a lonely carriage return in a value", get("/healthz", "X: a\rb\r\n"), 400, closes: true),
    Row("an empty value", get("/healthz", "X:\r\n"), 200, closes: false),
    Row(
      "a header that is too long", get("/healthz", "X: \(String(repeating: "x", count: 40_000))\r\n"), 431, closes: true
    ),
    Row("too many fields", get("/healthz", (0..<200).map { "X-\($0): 1\r\n" }.joined()), 431, closes: true),
    Row("HEAD", line("HEAD /healthz HTTP/1.1"), 200, closes: false, holds: ["Content-Length: 3"]),
    Row("HEAD and then GET", line("HEAD /healthz HTTP/1.1") + health, 200, 200, closes: false),
    Row("an expectation that nobody can meet", get("/healthz", "Expect: wonders\r\n"), 417, closes: true),
    Row(
      "an upgrade that is not made", get("/healthz", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"), 200,
      closes: true),
  ]

  static let persistence: [Row] = [
    Row("Connection: close", closing("close"), 200, closes: true, holds: ["Connection: close"]),
    Row("Connection: CLOSE", closing("CLOSE"), 200, closes: true),
    Row("Connection: keep-alive, Close", closing("keep-alive, Close"), 200, closes: true),
    Row("Connection: closed", closing("closed"), 200, closes: false),
    Row("HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n", 200, closes: true, holds: ["Connection: close"]),
    Row(
      "HTTP/1.0 without a Host that stays", "GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200,
      closes: false, holds: ["Connection: keep-alive"]),
    Row("HTTP/1.0 with two Hosts", "GET /healthz HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n", 400, closes: true),
    Row("what follows the last request is not answered", closing("close") + get("/nowhere"), 200, closes: true),
  ]

  static let bodies: [Row] = [
    Row("a body of the length it says", known + "Content-Length: 2\r\n\r\n{}", 200, closes: false),
    Row("a body and then a request", known + "Content-Length: 2\r\n\r\n{}" + health, 200, 200, closes: false),
    Row(
      "a body in chunks", known + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", 200, closes: false),
    Row(
      "chunks in capitals, extensions, trailers",
      known + "Transfer-Encoding: CHUNKED\r\n\r\n2;a=b\r\n{}\r\n0\r\nX: y\r\n\r\n" + health, 200, 200, closes: false),
    Row(
      "a chunk whose size is none", known + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400, closes: true
    ),
    Row(
      "a chunk that is longer than it says", known + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n", 400,
      closes: true),
    Row("a coding that nobody knows", known + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, closes: true),
    Row("a coding that does not say where it ends", known + "Transfer-Encoding: gzip\r\n\r\n", 400, closes: true),
    Row("chunked twice", known + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400, closes: true),
    Row(
      "a length and chunks", known + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
      closes: true),
    Row(
      "chunks and a length", known + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", 400,
      closes: true),
    Row("two lengths", known + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400, closes: true),
    Row("the same length twice", known + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400, closes: true),
    Row("a list of lengths", known + "Content-Length: 2, 2\r\n\r\n{}", 400, closes: true),
    Row("a length with a sign", known + "Content-Length: +2\r\n\r\n{}", 400, closes: true),
    Row("a negative length", known + "Content-Length: -2\r\n\r\n{}", 400, closes: true),
    Row("a length in hexadecimal", known + "Content-Length: 0x2\r\n\r\n{}", 400, closes: true),
    Row("a length beyond all numbers", known + "Content-Length: 99999999999999999999\r\n\r\n{}", 400, closes: true),
    Row(
      "chunks in HTTP/1.0", "POST /v1/bookings HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
      closes: true),
    Row(
      "a body that a GET does not need", get("/healthz", "Content-Length: 2\r\n") + "{}" + health, 200, 200,
      closes: false),
  ]

  /// The head says all that is needed, and the body never comes.
  static let headsAlone: [Row] = [
    Row("nobody", post + "Content-Length: 9\r\n\r\n", 401, closes: true),
    Row("somebody unknown", post + "Authorization: Bearer nobody\r\nContent-Length: 9\r\n\r\n{", 401, closes: true),
    Row("no such path", line("POST /nowhere HTTP/1.1", "Content-Length: 9\r\n"), 404, closes: true),
    Row("no such source", line("POST /webhooks/nobody HTTP/1.1", "Content-Length: 9\r\n"), 404, closes: true),
    Row("no signature", line("POST /webhooks/stripe HTTP/1.1", "Content-Length: 9\r\n"), 400, closes: true),
    Row(
      "a wrong capability",
      line("POST /v1/bookings/VLT-1/events/x HTTP/1.1", "Authorization: Capability no\r\nContent-Length: 9\r\n"), 404,
      closes: true),
    Row("a method that is not allowed", line("PUT /v1/bookings HTTP/1.1", "Content-Length: 9\r\n"), 405, closes: true),
    Row("no key", post + "Authorization: Bearer new-token\r\nContent-Length: 9\r\n\r\n", 400, closes: true),
    Row(
      "another type",
      line(
        "POST /v1/bookings HTTP/1.1", "Authorization: Bearer new-token\r\nIdempotency-Key: k\r\nContent-Length: 9\r\n"),
      415, closes: true),
    Row(
      "a body that is compressed", known + "Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\n", 415, closes: true),
    Row("a length beyond the limit", known + "Content-Length: 1025\r\n\r\n", 413, closes: true),
    Row("a body in chunks for nobody", post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", 401, closes: true),
    Row("nobody is told to go on", post + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n", 401, closes: true),
    Row(
      "too much is not told to go on", known + "Expect: 100-continue\r\nContent-Length: 1025\r\n\r\n", 413, closes: true
    ),
  ]

  @Test(arguments: requestLines + fields + persistence + bodies + headsAlone)
  func aRequestIsAnsweredAsTheStandardsSay(row: Row) async throws {
    try await IngressHarness.with { gateway async throws in
      let wire = try #require(await RawConnection.open(port: gateway.port))
      wire.send(row.request)
      var heads: [RawHead] = []
      for number in row.statuses.indices {
        let hasBody = number > 0 || !row.request.hasPrefix("HEAD")
        if let head = await wire.head(hasBody: hasBody) { heads.append(head) }
      }
      #expect(heads.map(\.status) == row.statuses)
      for line in row.holds { #expect(heads.last?.text.contains(line) == true, "\(line)") }
      // A connection that is kept serves one more request; one that ends says nothing more and ends.
      if row.closes {
        #expect(heads.last?.text.lowercased().contains("connection: close") == true)
        #expect(await wire.ends())
      } else {
        wire.send(Self.closing("close"))
        #expect(await wire.head()?.status == 200)
      }
      wire.end()
    }
  }

  @Test func aKnownSenderGetsContinueBeforeItsBodyIsRead() async throws {
    try await IngressHarness.with { gateway async throws in
      let wire = try #require(await RawConnection.open(port: gateway.port))
      wire.send(Self.known + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
      let first = await wire.head()
      #expect(first?.text == "HTTP/1.1 100 Continue\r\n\r\n")
      wire.send("{}")
      #expect(await wire.head()?.status == 200)
      #expect(gateway.receiver.starts.count == 1)
      wire.end()
    }
  }

  @Test func anAnswerInTheMiddleOfABodyReachesASenderThatGoesOn() async throws {
    try await IngressHarness.with { gateway async throws in
      let wire = try #require(await RawConnection.open(port: gateway.port))
      wire.send(Self.post + "Content-Length: 400000\r\n\r\n" + String(repeating: "x", count: 200_000))
      wire.send(String(repeating: "x", count: 200_000))
      #expect(await wire.head()?.status == 401)
      wire.end()
    }
  }

  private static func line(_ line: String, _ more: String = "") -> String { "\(line)\r\n\(host)\(more)\r\n" }
  private static func get(_ target: String, _ more: String = "") -> String { line("GET \(target) HTTP/1.1", more) }
  private static func closing(_ option: String) -> String { get("/healthz", "Connection: \(option)\r\n") }
}
