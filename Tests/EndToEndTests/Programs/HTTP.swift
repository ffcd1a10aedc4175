import CEL
import Glibc

/// One answer over HTTP.
struct HTTPAnswer: Sendable {
  var status: Int
  var headers: [String: String]
  var body: [UInt8]

  var json: Value { (try? JSON.parse(body)) ?? .null }
  var text: String { String(decoding: body, as: UTF8.self) }
}

/// A client of a hundred lines on one socket for each call, so that nothing is repeated behind a test's back.
enum HTTP {
  /// nil: no connection, or it ended before the answer did: whether the request was carried out is not known.
  static func send(
    _ port: Int, _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8] = []
  ) -> HTTPAnswer? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var waitLimit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &waitLimit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &waitLimit, socklen_t(MemoryLayout<timeval>.size))
    guard connect(descriptor, to: port) else { return nil }
    var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
    head += "Content-Length: \(body.count)\r\n\r\n"
    write(descriptor, Array(head.utf8) + body)
    return parse(readAll(descriptor))
  }

  static func json(
    _ port: Int, _ method: String, _ path: String, _ body: Value? = nil, headers: [String: String] = [:]
  ) -> HTTPAnswer? {
    var headers = headers
    headers["Content-Type"] = "application/json"
    return send(port, method, path, headers: headers, body: body.map { JSON.encode($0) } ?? [])
  }

  /// A port that nobody listens on at present.
  static func freePort() -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = loopback(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, size)
        _ = getsockname(descriptor, $0, &size)
      }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func connect(_ descriptor: Int32, to port: Int) -> Bool {
    var address = loopback(port)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  /// Bytes that cannot be sent are dropped, because the answer may still be there.
  private static func write(_ descriptor: Int32, _ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  private static func readAll(_ descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return all }
      all += buffer.prefix(count)
    }
  }

  private static func parse(_ bytes: [UInt8]) -> HTTPAnswer? {
    let end = Array("\r\n\r\n".utf8)
    guard let split = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return nil }
    let lines = String(decoding: bytes[..<split], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count >= 2, let status = Int(words[1]) else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let pair = line.split(separator: ":", maxSplits: 1)
      if pair.count == 2 { headers[pair[0].lowercased()] = String(pair[1].drop { $0 == " " }) }
    }
    let body = Array(bytes[(split + 4)...])
    guard let length = headers["content-length"].flatMap({ Int($0) }) else {
      return HTTPAnswer(status: status, headers: headers, body: body)
    }
    return body.count >= length
      ? HTTPAnswer(status: status, headers: headers, body: Array(body.prefix(length))) : nil
  }
}
