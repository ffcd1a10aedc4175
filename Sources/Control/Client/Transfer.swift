import CCurl
import Glibc

/// One HTTP exchange over a Unix socket by libcurl's easy interface. Not shared between threads: made, performed and read by one
/// caller.
final class Transfer {
  /// Largest answer, or line of a stream, in bytes.
  static let limit = 64 << 20

  private let socketPath: String
  private let timeout: Duration?
  private(set) var status = 0
  private(set) var body: [UInt8] = []
  /// Given the lines of a successful answer as they come; false stops the transfer.
  var onLine: (([UInt8]) -> Bool)?
  /// `onLine` has stopped it.
  private(set) var stopped = false
  private var tooLong = false
  private var easy: UnsafeMutableRawPointer?

  private static let initialised: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init(socketPath: String, timeout: Duration?) {
    self.socketPath = socketPath
    self.timeout = timeout
  }

  func perform(path: String, body: [UInt8]) throws(ControlFailure) {
    guard Self.initialised, let easy = curl_easy_init() else {
      throw ControlFailure(status: 0, code: "client_failed", message: "libcurl could not be initialised")
    }
    defer { curl_easy_cleanup(easy) }
    self.easy = easy
    var headers = curl_slist_append(nil, "Content-Type: application/json")
    headers = curl_slist_append(headers, "Expect:")
    defer { curl_slist_free_all(headers) }
    _ = cc_set_str(easy, CURLOPT_URL, "http://magnetiqd\(path)")
    _ = cc_set_str(easy, CURLOPT_UNIX_SOCKET_PATH, socketPath)
    _ = cc_set_str(easy, CURLOPT_PROXY, "")
    _ = cc_set_long(easy, CURLOPT_NOSIGNAL, 1)
    _ = cc_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, 5_000)
    if let timeout { _ = cc_set_long(easy, CURLOPT_TIMEOUT_MS, max(1, Int(timeout / .milliseconds(1)))) }
    _ = cc_set_slist(easy, CURLOPT_HTTPHEADER, headers)
    _ = cc_set_long(easy, CURLOPT_POST, 1)
    _ = cc_set_long(easy, CURLOPT_POSTFIELDSIZE, body.count)
    // Unretained: `perform` is over before `self` can go.
    _ = cc_set_ptr(easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque())
    _ = cc_set_datacb(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, user in
      guard let user, let bytes else { return 0 }
      let transfer = Unmanaged<Transfer>.fromOpaque(user).takeUnretainedValue()
      return transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    let result = body.withUnsafeBytes { bytes in
      _ = cc_set_ptr(easy, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      return curl_easy_perform(easy)
    }
    readStatus()
    if result != CURLE_OK, !stopped { throw failure(result) }
  }

  /// False ends the transfer.
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

  private func readStatus() {
    var code = 0
    if let easy, cc_get_long(easy, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK { status = code }
  }

  private func failure(_ result: CURLcode) -> ControlFailure {
    if tooLong {
      return ControlFailure(
        status: 0, code: "broken_answer", message: "the answer has more than \(Self.limit) bytes",
        hint: "ask for less: --limit")
    }
    var number = 0
    if let easy { _ = cc_get_long(easy, CURLINFO_OS_ERRNO, &number) }
    return Unreachable.failure(
      socketPath: socketPath, result: result, number: Int32(truncatingIfNeeded: number),
      text: String(cString: curl_easy_strerror(result)))
  }
}
