import CCurl
import Secrets

/// Asks a mailbox a question (RFC 3501, RFC 9051). Nothing in the mailbox changes but the mark that a mail was seen.
final class IMAPTransfer: Transfer {
  private let completion: @Sendable (Result<[UInt8], TransportFailure>) -> Void
  private let maxResponseBytes: Int
  private var body: [UInt8] = []
  private var tooLarge = false

  init?(_ request: IMAPRequest, completion: @escaping @Sendable (Result<[UInt8], TransportFailure>) -> Void) {
    self.completion = completion
    maxResponseBytes = request.maxResponseBytes
    super.init(timeout: request.timeout, isCancelled: { false })
    let folder = request.folder
    let isTLS = folder.security == .tls
    let literal = folder.host.utf8.contains(UInt8(ascii: ":")) ? "[\(folder.host)]" : folder.host
    let server = "\(isTLS ? "imaps" : "imap")://\(literal):\(folder.port)/"
    easy.set(CURLOPT_PROTOCOLS_STR, isTLS ? "imaps" : "imap")
    if folder.security == .starttls { easy.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
    easy.set(CURLOPT_USERNAME, folder.user)
    switch folder.proof {
    case .password(let password): easy.set(CURLOPT_PASSWORD, password.reveal())
    case .token(let token):
      easy.set(CURLOPT_XOAUTH2_BEARER, token.reveal())
      // Another mechanism that the server offers would be tried first, with an empty password.
      easy.set(CURLOPT_LOGIN_OPTIONS, "AUTH=OAUTHBEARER;AUTH=XOAUTH2")
    }
    switch request.question {
    case .state:
      easy.set(CURLOPT_URL, server)
      easy.set(CURLOPT_CUSTOMREQUEST, "STATUS \"\(folder.name)\" (UIDVALIDITY UIDNEXT)")
    case .list(let numbers, let validity):
      easy.set(CURLOPT_URL, server + Self.path(folder.name, validity))
      easy.set(
        CURLOPT_CUSTOMREQUEST,
        "UID FETCH \(numbers.lowerBound):\(numbers.upperBound) (UID RFC822.SIZE INTERNALDATE)")
    case .mail(let number, let validity, let bytes):
      easy.set(CURLOPT_URL, server + Self.path(folder.name, validity) + "/;UID=\(number)/;PARTIAL=0.\(bytes)")
    }
    easy.set(CURLOPT_WRITEDATA, pointer: reference)
    easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, user in
      guard let bytes, let user else { return 0 }
      let transfer = Unmanaged<IMAPTransfer>.fromOpaque(user).takeUnretainedValue()
      return transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
  }

  /// Libcurl selects the folder, and refuses one whose validity is another (RFC 5092 §5).
  private static func path(_ folder: String, _ validity: UInt32) -> String {
    let name = folder.utf8.map { byte in
      let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : (digits.utf8.count < 2 ? "%0" : "%") + digits
    }
    return name.joined() + ";UIDVALIDITY=\(validity)"
  }

  private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= maxResponseBytes else {
      tooLarge = true
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  override func finish(_ code: CURLcode) {
    if code == CURLE_OK { return completion(.success(body)) }
    if tooLarge {
      let message = "the mailbox answers with more than \(maxResponseBytes) bytes"
      return completion(.failure(TransportFailure(.lost, code: "response_too_large", message: message)))
    }
    completion(.failure(TransportFailure(.lost, code: CurlCode.name(code), message: CurlCode.text(code))))
  }

  override func fail(_ failure: TransportFailure) { completion(.failure(failure)) }
}
