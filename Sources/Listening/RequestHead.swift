import NIOCore
import NIOHTTP1

/// The rules of RFC 9110 and RFC 9112 about a request's head beyond its grammar, which the decoder has checked.
struct RequestHead {
  /// One request that was passed on, until its answer has been written.
  struct Exchange {
    /// True if the connection ends after the answer, because the peer asked for it or its version cannot keep it open.
    let closes: Bool
    /// True if the answer has no body, whatever its head says.
    let isHead: Bool
    let version: HTTPVersion
    /// True if the peer sends its body only after a `100 (Continue)` answer (RFC 9110 section 10.1.1).
    let expectsContinue: Bool
  }

  /// The status with which a head is answered instead of being passed on.
  struct Refusal: Error, Hashable {
    let status: HTTPResponseStatus
  }

  /// Checks a head.
  ///
  /// - Returns: the head with its target in origin form, and the framing of its answer.
  /// - Throws: `Refusal` with 400, 414, 417, 501 or 505.
  static func judge(
    _ given: HTTPRequestHead, targetBytes: Int
  ) throws(Refusal) -> (head: HTTPRequestHead, exchange: Exchange) {
    var head = given
    let headers = head.headers
    guard head.version.major == 1, head.version.minor <= 1 else {
      throw Refusal(status: .httpVersionNotSupported)
    }
    let isOld = head.version.minor == 0
    guard head.uri.utf8.count <= targetBytes else { throw Refusal(status: .uriTooLong) }
    try host(headers["host"], isRequired: !isOld)
    try framing(headers, isOld: isOld)
    // Tunnels are not offered, and the bytes after such a head are not HTTP.
    guard head.method != .CONNECT else { throw Refusal(status: .notImplemented) }
    head.uri = try originForm(head.uri, head.method)

    var expectsContinue = false
    if !isOld, let expectation = headers.first(name: "expect") {
      guard expectation.lowercased() == "100-continue" else { throw Refusal(status: .expectationFailed) }
      expectsContinue = true
    }
    let options = tokens(headers["connection"])
    // The decoder stops where another protocol might begin. We continue in HTTP and close afterwards.
    let closes =
      options.contains("close") || headers.contains(name: "upgrade") || (isOld && !options.contains("keep-alive"))
    return (
      head,
      Exchange(closes: closes, isHead: head.method == .HEAD, version: head.version, expectsContinue: expectsContinue)
    )
  }

  /// Returns the status for an error of the decoder; nil for other errors.
  static func status(of error: any Error) -> HTTPResponseStatus? {
    switch error {
    case HTTPParserError.headerOverflow: .requestHeaderFieldsTooLarge
    // The decoder pauses only at the beginning of HTTP/2.
    case HTTPParserError.invalidVersion, HTTPParserError.paused: .httpVersionNotSupported
    case HTTPParserError.invalidMethod: .notImplemented
    case is HTTPParserError, is ByteToMessageDecoderError: .badRequest
    default: nil
    }
  }

  /// Returns the comma-separated options of all fields of one name, in lower case.
  static func tokens(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.map { option in
      let visible = option.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
      return String(visible).lowercased()
    }
  }

  /// RFC 9112 section 3.2: an HTTP/1.1 request has exactly one `Host`, an older one at most one, and its value is an
  /// authority.
  private static func host(_ values: [String], isRequired: Bool) throws(Refusal) {
    guard values.count <= 1, !isRequired || values.count == 1 else { throw Refusal(status: .badRequest) }
    let isAuthority = (values.first ?? "").utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-._~!$&'()*+;=%:[]".utf8.contains(byte)
      }
    }
    guard isAuthority else { throw Refusal(status: .badRequest) }
  }

  /// RFC 9112 section 6: a body has one length and no coding, or the chunked coding and no length. Two lengths are
  /// refused even if they agree.
  private static func framing(_ headers: HTTPHeaders, isOld: Bool) throws(Refusal) {
    let lengths = headers["content-length"]
    let codings = headers["transfer-encoding"]
    guard lengths.count <= 1, lengths.isEmpty || codings.isEmpty else { throw Refusal(status: .badRequest) }
    guard !codings.isEmpty else { return }
    guard !isOld else { throw Refusal(status: .badRequest) }
    let names = tokens(codings)
    // The end of such a body cannot be known.
    guard names.last == "chunked" else { throw Refusal(status: .badRequest) }
    guard names == ["chunked"] else { throw Refusal(status: .notImplemented) }
  }

  /// RFC 9112 section 3.2.2: a target in absolute form means its path on this server, whatever host it names.
  private static func originForm(_ target: String, _ method: HTTPMethod) throws(Refusal) -> String {
    if target.utf8.first == UInt8(ascii: "/") || (target == "*" && method == .OPTIONS) { return target }
    let lower = target.prefix(8).lowercased()
    guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else { throw Refusal(status: .badRequest) }
    let authority = target.dropFirst(lower.hasPrefix("https://") ? 8 : 7)
    let path = authority.drop { $0 != "/" && $0 != "?" }
    return path.first == "/" ? String(path) : "/\(path)"
  }
}
