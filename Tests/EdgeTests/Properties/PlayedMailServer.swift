import Glibc
import Synchronization

/// A mail server for one connection that plays replies, whatever it is asked, and remembers what it was told.
final class PlayedMailServer: Sendable {
  struct Dialogue {
    fileprivate(set) var received: [UInt8] = []
    fileprivate(set) var said: [UInt8] = []

    /// The message has come with its end. An empty one, which goes to nobody, is what a server is given that has refused the envelope
    /// and waits for a message all the same.
    var isComplete: Bool {
      guard let end = received.firstRange(of: Array("\r\n.\r\n".utf8)) else { return false }
      return !received[..<end.lowerBound].hasSuffix("\r\nDATA")
    }

    /// The codes with which lines begin that were said after the message was asked for.
    var verdicts: [Int] {
      let codes = said.split(separator: 10).map { line in
        line.prefix(3).allSatisfy { (48...57).contains($0) } ? line.prefix(3).reduce(0) { $0 * 10 + Int($1 - 48) } : 0
      }
      return Array(codes.drop { $0 != 354 }.dropFirst())
    }
  }

  let port: Int
  private let listener: Int32
  private let replies: [[UInt8]]
  private let end = AsyncStream.makeStream(of: Dialogue.self)

  /// nil when the system gives no port or no thread.
  init?(_ replies: [[UInt8]]) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    Self.limit(listener, milliseconds: 5_000)
    // A `sockaddr_in` of 127.0.0.1 and any port, as bytes: in the fuzzing package its fields belong to a module of NIO's.
    var address: [UInt8] = [UInt8(AF_INET), 0, 0, 0, 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
    var size = socklen_t(address.count)
    let isOpen = address.withUnsafeMutableBytes { bytes in
      guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
      return bind(listener, pointer, size) == 0 && listen(listener, 1) == 0
        && getsockname(listener, pointer, &size) == 0
    }
    guard isOpen else {
      close(listener)
      return nil
    }
    port = Int(address[2]) << 8 | Int(address[3])
    (self.listener, self.replies) = (listener, replies)
    var thread = pthread_t()
    let made = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<PlayedMailServer>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    guard made == 0 else {
      Unmanaged.passUnretained(self).release()
      close(listener)
      return nil
    }
    pthread_detach(thread)
  }

  /// All that was said, once the connection has ended.
  func dialogue() async -> Dialogue {
    for await dialogue in end.stream { return dialogue }
    return Dialogue()
  }

  private func run() {
    var dialogue = Dialogue()
    let connection = accept(listener, nil, nil)
    close(listener)
    if connection >= 0 {
      // A client that waits for more of a reply is given the next one.
      Self.limit(connection, milliseconds: 5)
      for (index, reply) in replies.enumerated() {
        if index > 0 { hear(connection, &dialogue) }
        dialogue.said += reply
        _ = reply.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      }
      shutdown(connection, Int32(SHUT_WR))
      while hear(connection, &dialogue) {}
      close(connection)
    }
    end.continuation.yield(dialogue)
    end.continuation.finish()
  }

  /// Takes what the client says next; false when there is nothing.
  @discardableResult
  private func hear(_ connection: Int32, _ dialogue: inout Dialogue) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = recv(connection, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    dialogue.received += buffer[..<count]
    return true
  }

  private static func limit(_ socket: Int32, milliseconds: Int) {
    var time = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }
}

extension ArraySlice<UInt8> {
  fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
