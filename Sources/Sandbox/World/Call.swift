import Encoding

/// A request as the pure part of the sandbox sees it: already read in full, with the path still percent-encoded.
struct Call: Sendable {
  var method: String
  /// Without the query, as sent: `/v1/refunds`.
  var path: String
  /// As sent, without the question mark; empty when there is none.
  var query: String
  /// Names in lower case; the first value of each wins.
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

  /// What a fault's `match` is looked for in.
  var searchable: String { "\(path)?\(query)\n\(String(decoding: body, as: UTF8.self))" }
}

/// What goes back over the connection.
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

/// How the transport ends a request.
enum CallResult: Sendable, Equatable {
  case answer(Answer)
  /// The connection is closed without a byte.
  case cut
  /// The caller waits until the faults are deleted, then the same call is handled again as resumed.
  case held
}
