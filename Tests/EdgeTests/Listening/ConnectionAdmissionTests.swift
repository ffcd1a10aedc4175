import HTTPTypes
import HummingbirdCore
import Listening
import Logging
import NIOCore
import Testing

/// The fate of a connection for which there is no room, on a listener with sockets.
@Suite struct ConnectionAdmissionTests {
  private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

  /// A peer has one connection, which nobody drives out in the time of a test.
  private static let limits = ListenLimits(
    connections: 4, peerConnections: 1, tenure: .seconds(600), head: .seconds(600))

  /// A listener that answers nothing before it is told to.
  private func withListener(
    _ body: (_ port: Int, _ release: @Sendable () -> Void) async throws -> Void
  ) async throws {
    let (gate, release) = AsyncStream.makeStream(of: Void.self)
    let listener = try await HTTPListener(
      .tcp(host: "127.0.0.1", port: 0), limits: Self.limits, logger: Logger(label: "test")
    ) { _, _ in
      for await _ in gate {}
      return Response(status: .ok)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await listener.run() }
      try await body(try #require(listener.port)) { release.finish() }
      listener.drain()
      try await group.waitForAll()
    }
  }

  @Test func aConnectionWithoutRoomIsAnswered503() async throws {
    try await withListener { port, release in
      let first = try #require(await RawConnection.open(port: port))
      first.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")
      for _ in 0..<20 {
        let second = try #require(await RawConnection.open(port: port))
        second.send(Self.get)
        let head = try #require(await second.head())
        #expect(head.status == 503)
        #expect(head.text.contains("Retry-After: 1\r\n"))
        #expect(head.text.contains("Connection: close\r\n"))
        #expect(await second.ends())
        second.end()
      }
      release()
      #expect(await first.head()?.status == 200)
      first.end()
    }
  }

  @Test func manyRefusedAtOnceAreAllAnsweredAndLeaveRoom() async throws {
    try await withListener { port, release in
      release()
      let silent = try #require(await RawConnection.open(port: port))
      silent.send("GET")
      let answers = await withTaskGroup(of: Int?.self) { group in
        for _ in 0..<300 {
          group.addTask {
            guard let connection = await RawConnection.open(port: port) else { return nil }
            defer { connection.end() }
            return await connection.head()?.status
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.count == 300)
      #expect(answers.allSatisfy { $0 == 503 })
      silent.send(" / HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(await silent.head()?.status == 200, "its place was its own all the time")
      silent.end()
    }
  }
}
