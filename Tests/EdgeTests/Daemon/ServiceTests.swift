import Ingress
import Logging
import ServiceLifecycle
import Testing

@testable import Daemon

/// The daemon's parts as services.
@Suite struct ServiceTests {
  private func gateway() async throws -> (server: IngressServer, group: ServiceGroup) {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = try await IngressServer(
      IngressHarness.settings, receiver: RecordingSink(), signatureTimes: { [IngressHarness.now] }, logger: logger)
    return (server, ServiceGroup(services: [IngressService(server: server)], logger: logger))
  }

  @Test func aListenerThatIsDrainedEndsWithoutAnError() async throws {
    let (_, group) = try await gateway()
    async let running: Void = group.run()
    await group.triggerGracefulShutdown()
    try await running
  }

  @Test func aDoorThatClosesByItselfEndsTheDaemonWithAFault() async throws {
    let (server, group) = try await gateway()
    server.drain()
    await #expect(throws: ListenerEnded.self) { try await group.run() }
  }

  @Test func workInARhythmEndsWithTheDaemonAndNotWithItsInterval() async throws {
    struct Beat: Service {
      let done: AsyncStream<Void>.Continuation
      func run() async throws { await Rhythm.every(.seconds(86_400)) { done.yield() } }
    }
    let (beats, done) = AsyncStream.makeStream(of: Void.self)
    let group = ServiceGroup(services: [Beat(done: done)], logger: Logger(label: "test"))
    async let running: Void = group.run()
    for await _ in beats { break }
    await group.triggerGracefulShutdown()
    try await running
  }
}
