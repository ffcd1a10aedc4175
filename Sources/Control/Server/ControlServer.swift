import HummingbirdCore
public import Listening
public import Logging

/// The operator API on its two sockets. `init` binds, `run` serves until `drain`.
public final class ControlServer: Sendable {
  private let reads: HTTPListener
  private let acts: HTTPListener

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

  /// Serves until `drain`. To be called once.
  public func run() async {
    async let first: Void = reads.run()
    async let second: Void = acts.run()
    _ = await (first, second)
  }

  /// Takes no more connections and lets the answers under way finish, within the grace; returns at once. Finish open streams first.
  public func drain() {
    reads.drain()
    acts.drain()
  }
}
