import Glibc
import Synchronization

/// The head of one answer as it came.
struct RawHead: Sendable {
  let status: Int
  let text: String
}

/// One connection that stays open: bytes go out as they are, answers come in one after the other.
final class RawConnection: Sendable {
  private let fd: Int32
  private let unread = Mutex<[UInt8]>([])

  private init(_ fd: Int32) {
    self.fd = fd
  }

  /// Reading gives up after a minute, so that a test fails instead of hanging.
  static func open(port: Int) async -> RawConnection? {
    await blocking {
      guard let fd = RawHTTP.connect(port: port) else { return nil }
      var time = timeval(tv_sec: 60, tv_usec: 0)
      setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
      return RawConnection(fd)
    }
  }

  func send(_ text: String) { RawHTTP.send(fd, Array(text.utf8)) }

  func end() { close(fd) }

  /// The next answer's head, its body read past; nil when the connection ends before there is one.
  /// - Parameter hasBody: false for the answer to a HEAD, which says a length and has none.
  func head(hasBody: Bool = true) async -> RawHead? {
    await blocking { [self] in
      unread.withLock { bytes in
        var end = Self.end(of: bytes)
        while end == nil {
          guard more(&bytes) else { return nil }
          end = Self.end(of: bytes)
        }
        guard let end else { return nil }
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        bytes.removeFirst(end)
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        let length = hasBody ? Self.length(text) : 0
        while bytes.count < length, more(&bytes) {}
        bytes.removeFirst(min(length, bytes.count))
        return RawHead(status: status, text: text)
      }
    }
  }

  /// Whether the peer ends the connection and says nothing before.
  func ends() async -> Bool {
    await blocking { [self] in
      var byte: UInt8 = 0
      let count = unread.withLock { $0.isEmpty } ? recv(fd, &byte, 1, 0) : 1
      return count == 0 || (count < 0 && errno == ECONNRESET)
    }
  }

  private func more(_ bytes: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(fd, &buffer, buffer.count, 0)
    if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
    return count > 0
  }

  private static func end(of bytes: [UInt8]) -> Int? {
    bytes.indices.dropLast(3).first { bytes[$0...].starts(with: [13, 10, 13, 10]) }.map { $0 + 4 }
  }

  private static func length(_ head: String) -> Int {
    let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
    return line.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
  }
}
