import Control
import ServiceLifecycle

/// The operators' sockets. On shutdown, streams of events are ended first, because they would never end by themselves.
struct ControlService: Service {
  let server: ControlServer
  let eventStream: EventStream

  func run() async throws {
    await withGracefulShutdownHandler {
      await server.run()
    } onGracefulShutdown: {
      eventStream.endFollowing()
      server.drain()
    }
    guard Task.isShuttingDownGracefully || Task.isCancelled else { throw ListenerEnded(name: "the control socket") }
  }
}
