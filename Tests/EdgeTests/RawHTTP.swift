import Glibc

/// A response as it came over the wire.
struct RawResponse: Sendable {
  let status: Int
  let headers: [(name: String, value: String)]
  let body: String

  subscript(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  init?(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let head = text.firstRange(of: "\r\n\r\n") else { return nil }
    let lines = text[..<head.lowerBound].split(separator: "\r\n")
    guard let first = lines.first, let status = Int(first.split(separator: " ")[1]) else { return nil }
    self.status = status
    headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (String(parts[0]), String(parts.last?.drop { $0 == " " } ?? ""))
    }
    body = String(text[head.upperBound...])
  }
}

/// Runs blocking work on a thread of its own: on Linux the pool that the server's tasks need shares its threads with Dispatch.
func blocking<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    let job = ThreadJob { continuation.resume(returning: work()) }
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { job in
        job.map { Unmanaged<ThreadJob>.fromOpaque($0).takeRetainedValue().work() }
        return nil
      }, Unmanaged.passRetained(job).toOpaque())
    pthread_detach(thread)
  }
}

private final class ThreadJob {
  let work: () -> Void

  init(_ work: @escaping () -> Void) {
    self.work = work
  }
}

/// The smallest HTTP client. It writes bytes as they are, so that malformed requests can be sent.
enum RawHTTP {
  /// Sends the bytes and reads one response. It does not wait for the end of the connection, which the server may keep open
  /// for a further request.
  ///
  /// - Parameter ends: close the sending side after the bytes.
  static func exchange(port: Int, _ bytes: [UInt8], ends: Bool = false) async -> RawResponse? {
    await blocking {
      guard let fd = connect(port: port) else { return nil }
      defer { close(fd) }
      send(fd, bytes)
      if ends { shutdown(fd, Int32(SHUT_WR)) }
      return RawResponse(readResponse(fd))
    }
  }

  static func request(
    port: Int, _ method: String, _ path: String, _ headers: [(String, String)] = [], body: String? = nil
  ) async -> RawResponse? {
    var text = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
    return await exchange(port: port, Array((text + "\r\n" + (body ?? "")).utf8))
  }

  static func connect(port: Int) -> Int32? {
    let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let connected = loopback(port: port).withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { Glibc.connect(fd, $0.baseAddress, socklen_t(bytes.count)) == 0 }
    }
    if connected { return fd }
    close(fd)
    return nil
  }

  /// Returns `sockaddr_in` of 127.0.0.1 as bytes. Which module owns the type's members depends on the module that is loaded first (NIO
  /// has shims of the same headers), so they are not named.
  private static func loopback(port: Int) -> [UInt8] {
    let family = withUnsafeBytes(of: sa_family_t(AF_INET)) { Array($0) }
    return family + [UInt8(port >> 8), UInt8(port & 255), 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
  }

  static func send(_ fd: Int32, _ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if sent <= 0 { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// Reads until the body has the length that the head declares, or to the end of the connection.
  static func readResponse(_ fd: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !isComplete(all) {
      let count = recv(fd, &buffer, buffer.count, 0)
      if count <= 0 { break }
      all.append(contentsOf: buffer[..<count])
    }
    return all
  }

  private static func isComplete(_ bytes: [UInt8]) -> Bool {
    guard let response = RawResponse(bytes), let length = response["Content-Length"].flatMap({ Int($0) }) else {
      return false
    }
    return response.body.utf8.count >= length
  }

  static func readAll(_ fd: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(fd, &buffer, buffer.count, 0)
      if count <= 0 { return all }
      all.append(contentsOf: buffer[..<count])
    }
  }
}

extension RawHTTP {
  /// A request over a Unix socket, blocking.
  static func unix(_ path: String, _ method: String, _ target: String, _ body: String? = nil) -> RawResponse? {
    let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(fd) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard connected else { return nil }
    let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
    send(fd, Array("\(method) \(target) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(length)\r\n\(body ?? "")".utf8))
    return RawResponse(readAll(fd))
  }
}
