import Glibc
import HTTPTypes
public import HummingbirdCore
public import Logging
public import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP/1.1 server on one address: Hummingbird's `HTTP1Channel` on our own bootstrap, behind a `ConnectionGuard`.
/// Decision `0016` says why it is not Hummingbird's `Server`.
///
/// The initializer listens, and `run` serves until `drain` is called and the last answer has left.
public final class HTTPListener: Sendable {
  /// Makes the answer to a request. It cannot throw, because every failure has an answer. `Connection: close` in the
  /// answer closes the connection.
  public typealias Respond = @Sendable (Request, any Channel) async -> Response

  /// Identifies the peer of an accepted connection, before anything else of the connection exists.
  public typealias Judge = @Sendable (any Channel) -> EventLoopFuture<Peer>

  /// The peer of a connection, for the bounds of each peer.
  public enum Peer: Sendable, Hashable {
    /// A peer whose connections are counted together under a name.
    case known(String)
    /// A proxy, whose connections belong to many clients and are bounded in all only.
    case proxy
    /// A peer that opens connections too often; this one is refused.
    case tooOften
  }

  private let address: ListenAddress
  private let http: HTTP1Channel
  private let server: NIOAsyncChannel<HTTP1Channel.Value, Never>
  private let connections: Connections
  /// The file of a Unix socket; nil for other addresses.
  private let file: SocketFile?
  private let limits: ListenLimits
  private let logger: Logger

  /// The TCP port of the listener; nil for a Unix socket.
  public var port: Int? { server.channel.localAddress?.port }

  /// The number of open connections.
  public var openConnections: Int { connections.count }

  /// Opens a listener.
  ///
  /// - Parameters:
  ///   - peer: tells the peers apart, by default by their addresses.
  ///   - respond: called for each request whose head is valid.
  /// - Throws: `ListenError` if the address cannot be listened on.
  public init(
    _ address: ListenAddress, limits: ListenLimits = ListenLimits(), judge: @escaping Judge = HTTPListener.byAddress,
    logger: Logger, respond: @escaping Respond
  ) async throws(ListenError) {
    self.address = address
    self.limits = limits
    self.logger = logger
    let connections = Connections(
      limit: limits.connections, peerLimit: limits.peerConnections, tenure: limits.tenure)
    let http = HTTP1Channel(
      responder: { request, writer, channel in
        let response = await respond(request, channel)
        try await writer.write(response: response.head, body: response.body)
        // The connection is given up here. Before it is closed, the guard lets the peer take the answer.
        if response.headers[.connection] == "close" { throw ConnectionEnds() }
      },
      configuration: HTTP1Channel.Configuration(
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
          maxHeaderFieldCount: limits.headerFields)))
    self.connections = connections
    self.http = http
    self.server = try await Self.bind(
      address, limits, admission: { ConnectionAdmission(connections, most: limits.connections, judge: judge) }
    ) { channel in
      http.setup(channel: channel, logger: logger).flatMapThrowing { value in
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let bounds = ConnectionGuard(limits: limits, mark: { connections.mark($0, waiting: $1) })
        try pipeline.addHandler(bounds, position: .after(decoder))
        let gate = RequestGate(intake: { bounds.intake }, onDiscard: { bounds.discard($0) })
        bounds.onTurn = { [weak gate] in gate?.open() }
        try pipeline.addHandler(gate, position: .before(decoder))
        return value
      }
    }
    file = if case .unix(let path, _) = address { SocketFile(at: path) } else { nil }
  }

  /// Tells peers apart by their address, and IPv6 peers by its /64, which is the range that one host gets.
  public static let byAddress: Judge = { channel in known(.known(addressKey(channel)), channel) }

  /// The key by which `byAddress` tells peers apart.
  public static func addressKey(_ channel: any Channel) -> String {
    channel.remoteAddress.map { PeerAddress.key($0) } ?? "unknown"
  }

  /// A peer that needs no further look-up. The result is completed on the accepting event loop, which saves two changes
  /// of thread.
  public static func known(_ peer: Peer, _ channel: any Channel) -> EventLoopFuture<Peer> {
    (channel.parent ?? channel).eventLoop.makeSucceededFuture(peer)
  }

  /// Serves until `drain` is called and the last answer has left. It may be called once.
  public func run() async {
    await withDiscardingTaskGroup { group in
      do {
        try await server.executeThenClose { inbound in
          for try await connection in inbound {
            group.addTask { [http, logger] in await http.handle(value: connection, logger: logger) }
          }
        }
      } catch {
        // Closing a channel that `drain` has closed already is reported as an error, but is none.
        if server.channel.isActive { logger.error("listener on \(address) failed: \(error)") }
      }
    }
  }

  /// Takes no more connections. Answers under way may be finished within the grace period. The call returns at once;
  /// `run` returns when all is done.
  public func drain() {
    if case .unix(let path, _) = address { file?.remove(at: path) }
    server.channel.close(promise: nil)
    connections.drain(grace: limits.grace)
  }

  private static func bind(
    _ address: ListenAddress, _ limits: ListenLimits, admission: @escaping @Sendable () -> ConnectionAdmission,
    _ setup: @escaping @Sendable (any Channel) -> EventLoopFuture<HTTP1Channel.Value>
  ) async throws(ListenError) -> NIOAsyncChannel<HTTP1Channel.Value, Never> {
    // The connections that are open and not served yet. The table of connections bounds them before this limit does.
    // While nothing is accepted, nothing is refused either, and all connections wait in the kernel.
    let taken = NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark(
      lowWatermark: limits.connections, highWatermark: 2 * limits.connections)
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: Int32(clamping: limits.waiting))
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(AcceptPause(), admission())
        }
      }
      // Connections come in bursts. Many are accepted in each turn of the loop, because otherwise the kernel's queue
      // overflows, and a peer whose connection is dropped there tries again only after a second.
      .serverChannelOption(.maxMessagesPerRead, value: 64)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
    do {
      switch address {
      case .tcp(let host, let port):
        guard (0...65_535).contains(port) else {
          throw ListenError("address_invalid", address, "the port is \(port), 0 to 65535 are possible")
        }
        return
          try await bootstrap
          .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
          .bind(host: host, port: port, serverBackPressureStrategy: taken, childChannelInitializer: setup)
      case .unix(let path, let mode):
        return try await bootstrap.bind(
          try UnixSocket.open(path: path, mode: mode), serverBackPressureStrategy: taken, childChannelInitializer: setup
        )
      case .descriptor(let fd):
        return try await bootstrap.bind(fd, serverBackPressureStrategy: taken, childChannelInitializer: setup)
      }
    } catch let error as ListenError {
      throw error
    } catch let error as IOError {
      let code =
        switch error.errnoCode {
        case EADDRINUSE: "address_in_use"
        case EPERM, EACCES: "permission_denied"
        default: "listen_failed"
        }
      throw ListenError(code, address, error.description)
    } catch {
      throw ListenError("listen_failed", address, "\(error)")
    }
  }
}

/// The error that makes Hummingbird's channel close a connection. It is not reported.
private struct ConnectionEnds: Error {}
