import Encoding

/// A request as the pure part of the sandbox sees it: fully read, with the path still percent-encoded.
struct Call: Sendable {
  var method: String
  /// The path as sent, without the query: `/v1/refunds`.
  var path: String
  /// The query as sent, without the question mark; empty if there is none.
  var query: String
  /// Header fields by name in lower case; the first value of each counts.
  var headers: [String: String]
  var body: [UInt8]

  init(method: String, path: String, query: String = "", headers: [String: String] = [:], body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The decoded parts of the path: `/v1/refunds/re_1` is `["v1", "refunds", "re_1"]`.
  var segments: [String] {
    path.utf8.split(separator: 47).map { PercentEncoding.decode($0, plusIsSpace: false) }
  }

  /// The token of `Authorization: Bearer …`, whatever the case of the scheme.
  var bearer: String? {
    guard let value = headers["authorization"] else { return nil }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1])
  }

  /// The text in which a fault's `match` is searched.
  var searchable: String { "\(path)?\(query)\n\(String(decoding: body, as: UTF8.self))" }
}

/// The response to a request.
struct Answer: Sendable, Equatable {
  var status: Int
  var headers: [Header] = []
  var body: [UInt8] = []

  struct Header: Sendable, Equatable {
    var name: String
    var value: String
  }

  mutating func set(_ name: String, _ value: String) { headers.append(Header(name: name, value: value)) }
}

/// The way in which the transport ends a request.
enum CallResult: Sendable, Equatable {
  case answer(Answer)
  /// The connection is closed without a byte.
  case cut
  /// The request waits until the faults are deleted; then the same call is handled again as resumed.
  case held
}
