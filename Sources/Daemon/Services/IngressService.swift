import Ingress
import ServiceLifecycle

/// The public API. On shutdown it takes no more connections and finishes answers under way within the grace period.
struct IngressService: Service {
  let server: IngressServer

  func run() async throws {
    await withGracefulShutdownHandler {
      await server.run()
    } onGracefulShutdown: {
      server.drain()
    }
    guard Task.isShuttingDownGracefully || Task.isCancelled else { throw ListenerEnded(name: "the public API") }
  }
}

/// The error when a listener ends unexpectedly. A daemon without a listener is useless, so it stops and is started
/// again.
struct ListenerEnded: Error, CustomStringConvertible {
  let name: String

  var description: String { "listener-ended: \(name) listens no more; the journal says why" }
}
