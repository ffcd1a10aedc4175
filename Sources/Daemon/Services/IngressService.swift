import Ingress
import ServiceLifecycle

/// The public door. On shutdown it takes no more connections; answers under way are finished within their grace.
struct IngressService: Service {
  let server: IngressServer

  func run() async throws {
    await withGracefulShutdownHandler {
      await server.run()
    } onGracefulShutdown: {
      server.drain()
    }
    guard Task.isShuttingDownGracefully || Task.isCancelled else { throw ListenerEnded(name: "the public door") }
  }
}

/// A listener that ends before it is told to. A daemon that hears nothing is no daemon: it stops, and is started again.
struct ListenerEnded: Error, CustomStringConvertible {
  let name: String

  var description: String { "listener-ended: \(name) listens no more; the journal says why" }
}
