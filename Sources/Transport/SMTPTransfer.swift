import CCurl
import Secrets

/// Submits a message to a mail server (RFC 5321). A server delivers only messages whose end it has acknowledged, so the
/// first byte of the message separates *not sent* from *lost*.
final class SMTPTransfer: Transfer {
  private let completion: @Sendable (Result<SMTPReply, TransportFailure>) -> Void
  private let content: [UInt8]
  private var position = 0
  private var dataBegan = false
  /// The status of the last refusal. What the server says after one, such as its goodbye, is of no interest.
  private var status: String?

  init?(
    _ message: SMTPMessage, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (Result<SMTPReply, TransportFailure>) -> Void
  ) {
    self.completion = completion
    content = message.content
    super.init(timeout: message.timeout, isCancelled: isCancelled)
    easy.set(CURLOPT_URL, message.server.url)
    easy.set(CURLOPT_PROTOCOLS_STR, message.server.security == .tls ? "smtps" : "smtp")
    if message.server.security == .starttls { easy.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
    if let user = message.server.user { easy.set(CURLOPT_USERNAME, user) }
    if let password = message.server.password { easy.set(CURLOPT_PASSWORD, password.reveal()) }
    // The text of replies is dropped, but for the status at its beginning; nothing is printed.
    easy.set(CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
    easy.set(CURLOPT_HEADERDATA, pointer: reference)
    easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, user in
      guard let bytes, let user else { return 0 }
      let transfer = Unmanaged<SMTPTransfer>.fromOpaque(user).takeUnretainedValue()
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      if let first = line.first, first == UInt8(ascii: "4") || first == UInt8(ascii: "5") {
        transfer.status = SMTPReply.status(inLine: line)
      }
      return size * count
    }
    if message.isProbe {
      easy.set(CURLOPT_CUSTOMREQUEST, "NOOP")
      return
    }
    easy.set(CURLOPT_MAIL_FROM, "<\(message.sender)>")
    easy.set(CURLOPT_MAIL_RCPT, list: ["<\(message.recipient)>"])
    easy.set(CURLOPT_UPLOAD, 1)
    easy.setLarge(CURLOPT_INFILESIZE_LARGE, content.count)
    easy.set(CURLOPT_READDATA, pointer: reference)
    easy.set(CURLOPT_READFUNCTION) { bytes, size, count, user in
      guard let bytes, let user else { return Int(CURL_READFUNC_ABORT) }
      let transfer = Unmanaged<SMTPTransfer>.fromOpaque(user).takeUnretainedValue()
      return transfer.give(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
    }
  }

  private func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
    dataBegan = true
    let count = min(room.count, content.count - position)
    content.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count])) }
    position += count
    return count
  }

  override var kindNow: TransportFailure.Kind { dataBegan ? .lost : .notSent }

  override func finish(_ code: CURLcode) {
    if code == CURLE_OK { return completion(.success(SMTPReply(code: 250))) }
    if wasSuperseded && !dataBegan { return completion(.failure(.superseded)) }
    // A refusal by the last reply is the server's decision, whatever libcurl calls the failure.
    let last = easy.info(CURLINFO_RESPONSE_CODE)
    if (400..<600).contains(last) {
      return completion(.success(SMTPReply(code: last, status: status, isAboutContent: dataBegan)))
    }
    let message = "\(CurlCode.text(code)); the server's last reply was \(last == 0 ? "none" : "\(last)")"
    completion(.failure(TransportFailure(kindNow, code: CurlCode.name(code), message: message)))
  }

  override func fail(_ failure: TransportFailure) { completion(.failure(failure)) }
}
