import Dispatch
import Glibc
import Synchronization

/// A real TCP server on 127.0.0.1 whose connections follow a script, each on a thread of its own: the nth connection gets the nth script,
/// the last one serves all further ones.
final class ScriptedServer: Sendable {
  typealias Script = @Sendable (Connection) -> Void

  let port: Int
  private let listener: Int32
  private let accepted = Mutex(0)

  var connections: Int { accepted.withLock { $0 } }

  init(_ scripts: Script...) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> UInt16? in
        guard bind(listener, address, size) == 0, listen(listener, 64) == 0, getsockname(listener, address, &size) == 0
        else { return nil }
        return UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_port.bigEndian
      }
    }
    guard let port else { throw Failure() }
    (self.listener, self.port) = (listener, Int(port))
    spawnThread { [self] in
      // This thread alone closes the listener: closed by `stop` its number could belong to another test's server by the time of the next
      // `accept`, and this script would answer that server's client.
      defer { close(listener) }
      while true {
        let socket = accept(listener, nil, nil)
        if socket < 0, errno == EINTR || errno == ECONNABORTED { continue }
        guard socket >= 0 else { return }
        let number = accepted.withLock { number in
          number += 1
          return number
        }
        let script = scripts[min(number, scripts.count) - 1]
        spawnThread {
          let connection = Connection(socket)
          script(connection)
          connection.close()
        }
      }
    }
  }

  struct Failure: Error {}

  /// Wakes the accepting thread, which ends. Called once.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  var url: String { "http://127.0.0.1:\(port)" }
}

/// One accepted connection, used by one thread.
final class Connection {
  private let socket: Int32
  private var buffer: [UInt8] = []
  private var isOpen = true

  init(_ socket: Int32) { self.socket = socket }

  /// A connection to a server on 127.0.0.1; nil if there is none.
  convenience init?(port: Int) {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) == 0 }
    }
    guard isOpen else {
      Glibc.close(socket)
      return nil
    }
    self.init(socket)
  }

  /// Passes what arrives here on to another connection, on a thread of its own, until this one ends; then the semaphore is signalled.
  func relay(to other: Connection, _ noted: @escaping @Sendable () -> Void) -> DispatchSemaphore {
    let (from, to, end) = (socket, other.socket, DispatchSemaphore(value: 0))
    spawnThread {
      var chunk = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = recv(from, &chunk, chunk.count, 0)
        guard count > 0 else { break }
        noted()
        guard send(to, chunk, count, Int32(MSG_NOSIGNAL)) == count else { break }
      }
      shutdown(to, Int32(SHUT_WR))
      end.signal()
    }
    return end
  }

  /// Tells the other side that nothing more is sent.
  func finish() { shutdown(socket, Int32(SHUT_WR)) }

  /// The bytes that have arrived; nil at the end of the stream.
  func some() -> [UInt8]? {
    guard !buffer.isEmpty || fill() else { return nil }
    defer { buffer = [] }
    return buffer
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// nil at the end of the stream.
  func line() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = String(decoding: buffer[..<end].filter { $0 != 13 }, as: UTF8.self)
        buffer.removeFirst(end + 1)
        return line
      }
      guard fill() else { return nil }
    }
  }

  func bytes(_ count: Int) -> [UInt8]? {
    while buffer.count < count { guard fill() else { return nil } }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  /// Waits until the other side closes.
  func drain() { while fill() { buffer = [] } }

  /// A whole HTTP request; nil at the end of the stream.
  func request() -> (head: [String], body: String)? {
    var head: [String] = []
    while let line = line() {
      if !line.isEmpty {
        head.append(line)
        continue
      }
      let length = head.first { $0.lowercased().hasPrefix("content-length:") }.flatMap {
        Int($0.dropFirst(15).filter(\.isNumber))
      }
      guard let body = bytes(length ?? 0) else { return nil }
      return (head, String(decoding: body, as: UTF8.self))
    }
    return nil
  }

  /// Answers and keeps the connection.
  func reply(_ status: Int, _ headers: [String] = [], _ body: String = "{}") {
    let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + headers
    write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  private func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var count = recv(socket, &chunk, chunk.count, 0)
    while count < 0, errno == EINTR { count = recv(socket, &chunk, chunk.count, 0) }
    guard count > 0 else { return false }
    buffer += chunk[..<count]
    return true
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    Glibc.close(socket)
  }
}

private final class Work {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

private func spawnThread(_ body: @escaping @Sendable () -> Void) {
  var thread = pthread_t()
  let made = pthread_create(
    &thread, nil,
    { argument in
      if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
      return nil
    }, Unmanaged.passRetained(Work(body)).toOpaque())
  precondition(made == 0)
  pthread_detach(thread)
}
