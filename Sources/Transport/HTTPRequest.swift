/// One HTTP exchange to be carried out by a transport.
public struct HTTPRequest: Sendable {
  /// A request method (RFC 9110 section 9).
  public enum Method: String, Sendable {
    /// The methods that providers' interfaces use.
    case get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE"
    /// WebDAV and CalDAV (RFC 4918, RFC 3253).
    case propfind = "PROPFIND", report = "REPORT"
  }

  /// The method.
  public var method: Method
  /// The absolute URL.
  public var url: String
  /// The header fields in the order of sending. Names must be tokens and values must have no line breaks; otherwise
  /// nothing is sent.
  public var headers: [(name: String, value: String)]
  /// The body; empty for none.
  public var body: [UInt8]
  /// The limit of the whole exchange, connecting included; above zero.
  public var timeout: Duration
  /// The most bytes of a reply. A longer one ends the exchange as *lost*.
  public var maxResponseBytes: Int
  /// Whether plain `http` is allowed, as for the sandbox.
  public var allowPlaintext: Bool
  /// Whether sending the request twice is harmless, as for reads and with idempotency keys. If a kept connection turns
  /// out to be closed, libcurl sends the request again by itself; if this is false, the exchange gets a connection of
  /// its own instead.
  public var mayRepeat: Bool

  /// Creates a request; by default it has 20 seconds, 1 MiB for the reply, and may not be repeated.
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

/// The answer of a server, whatever its status.
public struct HTTPResponse: Sendable {
  /// The status, 100 to 999.
  public let status: Int
  /// The header fields.
  public let headers: HTTPHeaders
  /// The body, decoded by its transfer coding.
  public let body: [UInt8]

  /// Creates a response.
  public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Whether the status is 2xx.
  public var isSuccess: Bool { (200..<300).contains(status) }
}

/// Header fields in the order in which they arrived. Names are compared without regard to case (RFC 9110 §5.1).
public struct HTTPHeaders: Sendable {
  /// The fields with their names in lower case.
  public private(set) var fields: [(name: String, value: String)] = []

  /// Creates an empty list.
  public init() {}

  /// Creates a list from names and values.
  public init(_ fields: [(name: String, value: String)]) {
    for field in fields { append(field.name, field.value) }
  }

  /// The first value of a name.
  public subscript(_ name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name == wanted }?.value
  }

  /// Adds a field at the end.
  public mutating func append(_ name: String, _ value: String) { fields.append((name.lowercased(), value)) }
}
