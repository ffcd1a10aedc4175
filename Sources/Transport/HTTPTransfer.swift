import CCurl

/// An HTTP/1.1 exchange. HTTP/2 is not used: with one request on a connection, it is simple to tell whether anything
/// was sent.
final class HTTPTransfer: Transfer {
  private let completion: @Sendable (Result<HTTPResponse, TransportFailure>) -> Void
  private let maxResponseBytes: Int
  private var headers = HTTPHeaders()
  private var headerBytes = 0
  private var body: [UInt8] = []
  private var tooLarge = false

  private static let maxHeaderBytes = 64 << 10

  init?(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (Result<HTTPResponse, TransportFailure>) -> Void
  ) {
    self.completion = completion
    maxResponseBytes = request.maxResponseBytes
    super.init(timeout: request.timeout, isCancelled: isCancelled)
    easy.set(CURLOPT_URL, request.url)
    easy.set(CURLOPT_PROTOCOLS_STR, request.allowPlaintext ? "http,https" : "https")
    easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    if !request.mayRepeat { easy.set(CURLOPT_FRESH_CONNECT, 1) }
    switch request.method {
    case .get: easy.set(CURLOPT_HTTPGET, 1)
    case .post: setBody(request.body)
    case .put, .patch, .delete, .propfind, .report:
      if !request.body.isEmpty || request.method != .delete { setBody(request.body) }
      easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    // An empty Expect field keeps libcurl from waiting for "100 Continue".
    easy.set(CURLOPT_HTTPHEADER, list: request.headers.map { "\($0.name): \($0.value)" } + ["Expect:"])
    easy.set(CURLOPT_WRITEDATA, pointer: reference)
    easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, user in
      guard let bytes, let user else { return 0 }
      let transfer = Unmanaged<HTTPTransfer>.fromOpaque(user).takeUnretainedValue()
      return transfer.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    easy.set(CURLOPT_HEADERDATA, pointer: reference)
    easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, user in
      guard let bytes, let user else { return 0 }
      let transfer = Unmanaged<HTTPTransfer>.fromOpaque(user).takeUnretainedValue()
      return transfer.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
  }

  private func setBody(_ body: [UInt8]) {
    easy.set(CURLOPT_POST, 1)
    easy.setLarge(CURLOPT_POSTFIELDSIZE_LARGE, body.count)
    body.withUnsafeBytes { bytes in
      // The copying option reads exactly POSTFIELDSIZE bytes, so the address does not matter for an empty body.
      guard let start = bytes.baseAddress else { return easy.set(CURLOPT_COPYPOSTFIELDS, "") }
      easy.set(CURLOPT_COPYPOSTFIELDS, pointer: UnsafeMutableRawPointer(mutating: start))
    }
  }

  private func take(body bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= maxResponseBytes else {
      tooLarge = true
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  private func take(header bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= Self.maxHeaderBytes else {
      tooLarge = true
      return false
    }
    let line = String(decoding: bytes, as: UTF8.self)
    // Interim answers (1xx) come before the final one; only the last head counts.
    if line.utf8.starts(with: "HTTP/".utf8) {
      headers = HTTPHeaders()
      return true
    }
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
    let value = line[line.utf8.index(after: colon)...]
    headers.append(String(line[..<colon]), trimmed(value))
    return true
  }

  private func trimmed(_ text: Substring) -> String {
    let blank: Set<UInt8> = [0x20, 0x09, 0x0D, 0x0A]
    var bytes = text.utf8
    while let first = bytes.first, blank.contains(first) { bytes.removeFirst() }
    while let last = bytes.last, blank.contains(last) { bytes.removeLast() }
    return String(Substring(bytes))
  }

  /// The bytes of the request that libcurl handed to any connection. Zero means that no server received any of it.
  override var kindNow: TransportFailure.Kind { easy.info(CURLINFO_REQUEST_SIZE) == 0 ? .notSent : .lost }

  override func finish(_ code: CURLcode) {
    if code == CURLE_OK {
      return completion(
        .success(HTTPResponse(status: easy.info(CURLINFO_RESPONSE_CODE), headers: headers, body: body)))
    }
    let kind = kindNow
    if wasSuperseded && kind == .notSent { return completion(.failure(.superseded)) }
    if tooLarge {
      let message = "the reply has more than \(maxResponseBytes) bytes, or its head more than \(Self.maxHeaderBytes)"
      return completion(.failure(TransportFailure(kind, code: "response_too_large", message: message)))
    }
    completion(.failure(TransportFailure(kind, code: CurlCode.name(code), message: CurlCode.text(code))))
  }

  override func fail(_ failure: TransportFailure) { completion(.failure(failure)) }
}

extension HTTPRequest {
  /// The reason why a header cannot be sent (RFC 9110 §5.1, §5.5); nil if all can. A line break in a value could forge
  /// further fields.
  var headerFault: String? {
    for (name, value) in headers {
      let isToken =
        !name.isEmpty
        && name.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
          default: false
          }
        }
      guard isToken else { return "a header's name is not a token" }
      guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        return "header \(name) holds a control character"
      }
    }
    return nil
  }
}
