/// One HTTP exchange to be carried out by a transport.
public struct HTTPRequest: Sendable {
  public enum Method: String, Sendable {
    case get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE"
    /// WebDAV and CalDAV (RFC 4918, RFC 3253).
    case propfind = "PROPFIND", report = "REPORT"
  }

  public var method: Method
  public var url: String
  /// In the order in which they are sent. Names are tokens, values hold no line breaks: anything else is refused before a byte leaves.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// From submission to the last byte of the reply, connecting included; above zero.
  public var timeout: Duration
  /// A longer reply ends the exchange as *lost*: bytes.
  public var maxResponseBytes: Int
  /// Plain `http` is refused unless this is set (the sandbox).
  public var allowPlaintext: Bool
  /// True if carrying it out twice is harmless (reads, idempotency keys). When a kept connection turns out dead libcurl sends the request
  /// again by itself; where that could act twice, this is false and the exchange gets a connection of its own.
  public var mayRepeat: Bool

  public init(
    _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    timeout: Duration = .seconds(20), maxResponseBytes: Int = 1 << 20, allowPlaintext: Bool = false,
    mayRepeat: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.maxResponseBytes = maxResponseBytes
    self.allowPlaintext = allowPlaintext
    self.mayRepeat = mayRepeat
  }
}

/// What a server answered, whatever the status.
public struct HTTPResponse: Sendable {
  /// 100–999.
  public let status: Int
  public let headers: HTTPHeaders
  public let body: [UInt8]

  public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  public var isSuccess: Bool { (200..<300).contains(status) }
}

/// Header fields in the order in which they came; names compare without regard to case (RFC 9110 §5.1).
public struct HTTPHeaders: Sendable {
  public private(set) var fields: [(name: String, value: String)] = []

  public init() {}

  public init(_ fields: [(name: String, value: String)]) {
    for field in fields { append(field.name, field.value) }
  }

  /// The first field of that name.
  public subscript(_ name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name == wanted }?.value
  }

  public mutating func append(_ name: String, _ value: String) { fields.append((name.lowercased(), value)) }
}
