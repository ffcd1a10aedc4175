import ServiceLifecycle
import Site

/// The marketplace's own pages. On shutdown they take no more connections and finish answers under way.
struct SiteService: Service {
  let server: SiteServer

  func run() async throws {
    await withGracefulShutdownHandler {
      await server.run()
    } onGracefulShutdown: {
      server.drain()
    }
    guard Task.isShuttingDownGracefully || Task.isCancelled else { throw ListenerEnded(name: "the site") }
  }
}
