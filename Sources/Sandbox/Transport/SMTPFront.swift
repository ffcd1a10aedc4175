import NIOCore
import NIOPosix

/// SMTP on 127.0.0.1. Each connection is read in its own task; replies go out in one write.
final class SMTPFront: Sendable {
  private let world: SharedWorld

  init(_ world: SharedWorld) { self.world = world }

  private struct Host: SMTPSession.Host {
    let world: SharedWorld
    func accept(recipient: String) -> MailReply { world.with { $0.accept(recipient: recipient) } }
    func receive(_ envelope: Envelope) -> MailReply { world.with { $0.receive(envelope) } }
  }

  /// Serves until the task is cancelled, and calls `listening` with the port.
  func run(port: Int, listening: @Sendable (Int) -> Void) async throws {
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .bind(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    listening(server.channel.localAddress?.port ?? port)
    try await withThrowingDiscardingTaskGroup { group in
      try await server.executeThenClose { inbound in
        for try await connection in inbound {
          group.addTask { await self.serve(connection) }
        }
      }
    }
  }

  private func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
    // A client that disconnects in the middle ends only its own session.
    try? await connection.executeThenClose { inbound, outbound in
      var session = SMTPSession()
      var host = Host(world: world)
      try await outbound.write(ByteBuffer(string: SMTPSession.greeting))
      for try await buffer in inbound {
        let reply = session.consume(buffer.readableBytesView, host: &host)
        if !reply.isEmpty { try await outbound.write(ByteBuffer(string: reply)) }
        if session.isClosed { return }
      }
    }
  }
}
