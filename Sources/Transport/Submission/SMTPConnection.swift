import CCurl
import Secrets

/// A connection to a mail server. Libcurl opens, protects and signs in (`CURLOPT_CONNECT_ONLY`); what is said afterwards is ours.
/// Used by its worker's thread alone.
final class SMTPConnection {
  /// The end of an attempt to open one: the server's refusal, or a failure.
  enum Refusal: Error {
    case reply(SMTPReply)
    case failure(TransportFailure)
  }

  /// The extensions that the server offers.
  private(set) var extensions = SMTPExtensions()
  /// True if the server still knows the envelope of a message that it refused.
  var mustReset = false
  private let multi: UnsafeMutableRawPointer
  private let easy: EasyHandle
  private var socket: curl_socket_t = -1
  private var reader = SMTPReplyReader()
  private var status: String?
  private var lastCode = 0

  /// Opens a connection.
  ///
  /// - Parameter isStopping: asked after each sleep.
  init(
    _ server: SMTPServer, _ multi: UnsafeMutableRawPointer, until deadline: ContinuousClock.Instant,
    isStopping: () -> Bool
  ) throws(Refusal) {
    guard let easy = EasyHandle() else { throw Self.unable("libcurl gave no handle") }
    (self.multi, self.easy) = (multi, easy)
    easy.set(timeout: ContinuousClock.now.duration(to: deadline))
    easy.set(CURLOPT_CONNECT_ONLY, 1)
    easy.set(CURLOPT_URL, server.url)
    easy.set(CURLOPT_PROTOCOLS_STR, server.security == .tls ? "smtps" : "smtp")
    if server.security == .starttls { easy.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
    if let user = server.user { easy.set(CURLOPT_USERNAME, user) }
    if let password = server.password { easy.set(CURLOPT_PASSWORD, password.reveal()) }
    easy.set(CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
    easy.set(CURLOPT_HEADERDATA, pointer: Unmanaged.passUnretained(self).toOpaque())
    easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, user in
      guard let bytes, let user else { return 0 }
      let connection = Unmanaged<SMTPConnection>.fromOpaque(user).takeUnretainedValue()
      connection.hear(UnsafeRawBufferPointer(start: bytes, count: size * count))
      return size * count
    }
    if let refused = easy.refused { throw Self.unable("libcurl refused an option: \(CurlCode.text(refused))") }
    guard curl_multi_add_handle(multi, easy.pointer) == CURLM_OK else {
      throw Self.unable("libcurl did not take the handle")
    }
    var result: CURLcode?
    while result == nil {
      var (running, left): (Int32, Int32) = (0, 0)
      curl_multi_perform(multi, &running)
      if let message = curl_multi_info_read(multi, &left) { result = cc_msg_result(message) }
      if result == nil { curl_multi_poll(multi, nil, 0, CurlLoop.idleMilliseconds, nil) }
      if isStopping() { throw .failure(CurlClient.stopped(.notSent)) }
    }
    try opened(result ?? CURLE_FAILED_INIT)
  }

  deinit { curl_multi_remove_handle(multi, easy.pointer) }

  private func hear(_ line: UnsafeRawBufferPointer) {
    extensions.take(line: line)
    if let first = line.first, first == UInt8(ascii: "4") || first == UInt8(ascii: "5") {
      status = SMTPReply.status(inLine: line)
    }
  }

  private func opened(_ code: CURLcode) throws(Refusal) {
    lastCode = easy.info(CURLINFO_RESPONSE_CODE)
    if code == CURLE_OK, cc_get_socket(easy.pointer, &socket) == CURLE_OK, socket >= 0 { return }
    // A refusal by the last reply is the server's decision, whatever libcurl calls the failure.
    if (400..<600).contains(lastCode) { throw .reply(SMTPReply(code: lastCode, status: status, stage: .connection)) }
    throw .failure(failure(.notSent, code))
  }

  private static func unable(_ message: String) -> Refusal {
    .failure(TransportFailure(.notSent, code: "bad_request", message: message))
  }

  private func failure(_ kind: TransportFailure.Kind, _ code: CURLcode) -> TransportFailure {
    TransportFailure(
      kind, code: CurlCode.name(code),
      message: "\(CurlCode.text(code)); the server's last reply was \(lastCode == 0 ? "none" : "\(lastCode)")")
  }

  // MARK: What is said

  /// Sends bytes. They stay at their place until all are sent, as OpenSSL asks of a write that had to wait.
  func write(_ bytes: [UInt8], _ kind: TransportFailure.Kind, _ wait: SMTPWait) throws(TransportFailure) {
    // Nothing leaves after the end of the time: the mail may be on its way in another attempt then.
    if let end = wait.end(.notSent) { throw end }
    let failed: TransportFailure? = bytes.withUnsafeBytes { buffer in
      var (offset, sent) = (0, 0)
      while offset < buffer.count {
        let part = UnsafeRawBufferPointer(rebasing: buffer[offset..<min(offset + 16_384, buffer.count)])
        switch curl_easy_send(easy.pointer, part.baseAddress, part.count, &sent) {
        case CURLE_OK: offset += sent
        case CURLE_AGAIN: if let end = wait.sleep(socket, CURL_WAIT_POLLOUT, kind) { return end }
        case let code: return failure(kind, code)
        }
      }
      return nil
    }
    if let failed { throw failed }
  }

  /// Returns the server's next reply.
  func read(_ kind: TransportFailure.Kind, _ wait: SMTPWait) throws(TransportFailure) -> SMTPReply {
    while true {
      do throws(SMTPReplyReader.Unreadable) {
        if let reply = try reader.next() {
          lastCode = reply.code
          return reply
        }
      } catch {
        throw unreadable(kind)
      }
      switch receive() {
      case .bytes: break
      case .nothing: if let end = wait.sleep(socket, CURL_WAIT_POLLIN, kind) { throw end }
      case .end(let code): throw failure(kind, code)
      }
    }
  }

  /// The failure of a server whose reply has no meaning.
  func unreadable(_ kind: TransportFailure.Kind) -> TransportFailure {
    TransportFailure(
      kind, code: "unreadable_reply",
      message: "the server's words are no reply to what it was asked; the last reply was \(lastCode)")
  }

  /// True if something has arrived that was not read as a reply yet.
  var hasMore: Bool { !reader.isEmpty }

  /// True if the connection is open and the server has said nothing that it was not asked.
  var isQuiet: Bool {
    if reader.isEmpty, case .nothing = receive() { return true }
    return false
  }

  /// Sleeps until the server says something, somebody wakes the thread, or the time is over.
  func sleep(_ time: Duration) { SMTPWait.sleep(multi, socket, CURL_WAIT_POLLIN, time) }

  /// Says goodbye without waiting for the answer.
  func quit() {
    var sent = 0
    _ = curl_easy_send(easy.pointer, "QUIT\r\n", 6, &sent)
  }

  private enum Received {
    case bytes
    case nothing
    case end(CURLcode)
  }

  private func receive() -> Received {
    withUnsafeTemporaryAllocation(byteCount: 8_192, alignment: 1) { buffer in
      var count = 0
      switch curl_easy_recv(easy.pointer, buffer.baseAddress, buffer.count, &count) {
      case CURLE_OK where count > 0:
        reader.append(buffer.prefix(count))
        return .bytes
      case CURLE_OK: return .end(CURLE_RECV_ERROR)
      case CURLE_AGAIN: return .nothing
      case let code: return .end(code)
      }
    }
  }
}
