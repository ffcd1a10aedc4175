import CCurl
import Transport

/// One HTTP exchange over a Unix socket by libcurl's easy interface. It belongs to one caller and is not shared between
/// threads.
final class Transfer {
  /// The most bytes of an answer, or of one line of a stream.
  static let limit = 64 << 20

  private let socketPath: String
  private let timeout: Duration?
  private(set) var status = 0
  private(set) var body: [UInt8] = []
  /// Called with each line of a successful answer as it arrives; false stops the transfer.
  var onLine: (([UInt8]) -> Bool)?
  /// True if `onLine` stopped the transfer.
  private(set) var stopped = false
  private var tooLong = false
  private var easy: EasyHandle?

  init(socketPath: String, timeout: Duration?) {
    self.socketPath = socketPath
    self.timeout = timeout
  }

  func perform(path: String, body: [UInt8]) throws(ControlFailure) {
    guard let easy = EasyHandle() else {
      throw ControlFailure(status: 0, code: "client_failed", message: "libcurl could not be initialised")
    }
    self.easy = easy
    easy.set(CURLOPT_URL, "http://magnetiqd\(path)")
    easy.set(CURLOPT_UNIX_SOCKET_PATH, socketPath)
    easy.set(CURLOPT_CONNECTTIMEOUT_MS, 5_000)
    if let timeout { easy.set(CURLOPT_TIMEOUT_MS, max(1, Int(timeout / .milliseconds(1)))) }
    easy.set(CURLOPT_HTTPHEADER, list: ["Content-Type: application/json", "Expect:"])
    easy.set(CURLOPT_POST, 1)
    easy.set(CURLOPT_POSTFIELDSIZE, body.count)
    // Unretained, because `perform` returns before `self` can be released.
    easy.set(CURLOPT_WRITEDATA, pointer: Unmanaged.passUnretained(self).toOpaque())
    easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, user in
      guard let user, let bytes else { return 0 }
      let transfer = Unmanaged<Transfer>.fromOpaque(user).takeUnretainedValue()
      return transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    let result = body.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress {
        easy.set(CURLOPT_POSTFIELDS, pointer: UnsafeMutableRawPointer(mutating: start))
      }
      return curl_easy_perform(easy.pointer)
    }
    readStatus()
    if result != CURLE_OK, !stopped { throw failure(result) }
  }

  /// Returns false to end the transfer.
  private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    body.append(contentsOf: bytes)
    if status == 0 { readStatus() }
    if let onLine, status == 200 {
      while let end = body.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(body[..<end])
        body.removeSubrange(...end)
        if !line.isEmpty, !onLine(line) {
          stopped = true
          return false
        }
      }
    }
    tooLong = body.count > Self.limit
    return !tooLong
  }

  private func readStatus() { status = easy?.info(CURLINFO_RESPONSE_CODE) ?? 0 }

  private func failure(_ result: CURLcode) -> ControlFailure {
    if tooLong {
      return ControlFailure(
        status: 0, code: "broken_answer", message: "the answer has more than \(Self.limit) bytes",
        hint: "ask for less: --limit")
    }
    let number = easy?.info(CURLINFO_OS_ERRNO) ?? 0
    return Unreachable.failure(
      socketPath: socketPath, result: result, number: Int32(truncatingIfNeeded: number),
      text: String(cString: curl_easy_strerror(result)))
  }
}
