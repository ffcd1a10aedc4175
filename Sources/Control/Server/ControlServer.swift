import HummingbirdCore
public import Listening
public import Logging

/// The operators' API on its two sockets. The initializer listens, and `run` serves until `drain` is called.
public final class ControlServer: Sendable {
  private let reads: HTTPListener
  private let acts: HTTPListener

  /// Listens on both sockets.
  ///
  /// - Throws: `ListenError` if one of them cannot be listened on.
  public init(
    _ settings: ControlSettings, routes: ControlRoutes, logger: Logger
  ) async throws(ListenError) {
    func listener(_ address: ListenAddress, admin: Bool) async throws(ListenError) -> HTTPListener {
      let handler = ControlHandler(settings: settings, routes: routes, admin: admin)
      return try await HTTPListener(
        address, limits: settings.listen, judge: PeerCredentials.share, logger: logger
      ) { request, channel in
        await handler.respond(request, channel)
      }
    }
    reads = try await listener(settings.reads, admin: false)
    do throws(ListenError) {
      acts = try await listener(settings.acts, admin: true)
    } catch {
      reads.drain()
      throw error
    }
  }

  /// Serves until `drain` is called. It may be called once.
  public func run() async {
    async let first: Void = reads.run()
    async let second: Void = acts.run()
    _ = await (first, second)
  }

  /// Takes no more connections and lets the answers under way finish within the grace period. The call returns at once.
  /// Open streams have to be finished first.
  public func drain() {
    reads.drain()
    acts.drain()
  }
}
