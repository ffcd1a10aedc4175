import Glibc
import NIOCore

/// Decides about a connection when it is accepted, before anything is built for it. A connection for which there is no
/// room is refused with a few system calls; it gets no event loop, no handler, no task and no time-out.
final class ConnectionAdmission: ChannelDuplexHandler {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel
  typealias OutboundIn = Never

  private static let answer = Array(
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)

  private let connections: Connections
  private let judge: HTTPListener.Judge
  /// The most refused connections that may still be open. Beyond them no connection is accepted.
  private let most: Int
  private var refusing = 0
  private var isReadHeld = false

  init(_ connections: Connections, most: Int, judge: @escaping HTTPListener.Judge) {
    self.connections = connections
    self.most = most
    self.judge = judge
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let channel = unwrapInboundIn(data)
    judge(channel).hop(to: context.eventLoop).assumeIsolated().whenComplete { [self] result in
      // The kernel does not know the peer's address any more, so the peer has gone.
      let isAdmitted =
        switch result {
        case .success(.known(let name)): context.channel.isActive && connections.admit(channel, peer: name)
        case .success(.proxy): context.channel.isActive && connections.admit(channel, peer: nil)
        case .success(.tooOften), .failure: false
        }
      if isAdmitted { context.fireChannelRead(data) } else { refuse(channel, context) }
    }
  }

  func read(context: ChannelHandlerContext) {
    if refusing < most { context.read() } else { isReadHeld = true }
  }

  private func refuse(_ channel: any Channel, _ context: ChannelHandlerContext) {
    refusing += 1
    channel.eventLoop.execute {
      _ = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
        Self.write(to: $0)
      }
      channel.close(promise: nil)
    }
    channel.closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete { [self] _ in
      refusing -= 1
      guard isReadHeld else { return }
      isReadHeld = false
      read(context: context)
    }
  }

  /// A request that has already come in is read first. A connection that is closed while bytes are unread is reset, and
  /// the reset may overtake the answer.
  private static func write(to socket: NIOBSDSocket.Handle) {
    withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
      _ = recv(socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
    }
    _ = answer.withUnsafeBytes {
      send(socket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }
  }
}
