import Glibc
import HTTPTypes
public import HummingbirdCore
public import Logging
public import NIOCore
import NIOPosix

/// An HTTP/1.1 server on one address. Hummingbird's own `Server` cannot adopt an inherited descriptor, so its `HTTP1Channel`
/// is driven by our bootstrap; the drain is ours for the same reason.
///
/// `bind` listens, `run` serves until `drain` is called and the last answer has left.
public final class HTTPListener: Sendable {
  /// Makes the answer. It cannot throw: every failure has an answer. `Connection: close` in it closes the connection.
  public typealias Respond = @Sendable (Request, any Channel) async -> Response

  private let address: ListenAddress
  private let http: HTTP1Channel
  private let server: NIOAsyncChannel<HTTP1Channel.Value, Never>
  private let connections: Connections
  private let limits: ListenLimits
  private let logger: Logger

  /// The TCP port that is listened on; nil for a Unix socket.
  public var port: Int? { server.channel.localAddress?.port }

  /// Connections open now.
  public var openConnections: Int { connections.count }

  public init(
    _ address: ListenAddress, limits: ListenLimits = ListenLimits(), logger: Logger, respond: @escaping Respond
  ) async throws(ListenError) {
    self.address = address
    self.limits = limits
    self.logger = logger
    let connections = Connections(limit: limits.connections)
    let http = HTTP1Channel(
      responder: { request, writer, channel in
        let response =
          (request.head.path?.utf8.count ?? 0) > limits.targetBytes
          ? Response(status: .uriTooLong, headers: [.connection: "close"]) : await respond(request, channel)
        let closes = response.headers[.connection] == "close"
        try await writer.write(response: response.head, body: response.body)
        if closes { throw ConnectionEnds() }
      },
      configuration: HTTP1Channel.Configuration(
        idleTimeout: TimeAmount(limits.idle),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
          maxHeaderFieldCount: limits.headerFields)))
    self.connections = connections
    self.http = http
    self.server = try await Self.bind(address) { channel in
      guard connections.admit(channel) else { return channel.eventLoop.makeFailedFuture(ConnectionEnds()) }
      return http.setup(channel: channel, logger: logger)
    }
  }

  /// Serves until `drain`. To be called once.
  public func run() async {
    await withDiscardingTaskGroup { group in
      do {
        try await server.executeThenClose { inbound in
          for try await connection in inbound {
            group.addTask { [http, logger] in await http.handle(value: connection, logger: logger) }
          }
        }
      } catch {
        // Closing a channel that `drain` has closed already is reported as an error, and is none.
        if server.channel.isActive { logger.error("listener on \(address) failed: \(error)") }
      }
    }
  }

  /// Takes no more connections; answers under way are finished, within the grace. Returns at once; `run` returns when all is
  /// done.
  public func drain() {
    if case .unix(let path, _) = address { try? UnixSocket.removeStale(path, address) }
    server.channel.close(promise: nil)
    connections.drain(grace: limits.grace)
  }

  private static func bind(
    _ address: ListenAddress,
    _ setup: @escaping @Sendable (any Channel) -> EventLoopFuture<HTTP1Channel.Value>
  ) async throws(ListenError) -> NIOAsyncChannel<HTTP1Channel.Value, Never> {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 256)
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
          .bind(host: host, port: port, childChannelInitializer: setup)
      case .unix(let path, let mode):
        return try await bootstrap.bind(try UnixSocket.open(path: path, mode: mode), childChannelInitializer: setup)
      case .descriptor(let fd):
        return try await bootstrap.bind(fd, childChannelInitializer: setup)
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

/// Thrown at Hummingbird's channel handler to have a connection closed; nobody reports it.
private struct ConnectionEnds: Error {}
