import Dispatch
import Synchronization

/// Passes bytes between a client and a server on this machine, and counts the times that the client speaks after the server did:
/// each of them costs the time of a way there and back.
final class CountingRelay: Sendable {
  let port: Int
  private let listener: ScriptedServer
  private let count: Turns

  private final class Turns: Sendable {
    private let state = Mutex((serverSpokeLast: true, turns: 0))

    func speaks(isClient: Bool) {
      state.withLock { state in
        if isClient, state.serverSpokeLast { state.turns += 1 }
        state.serverSpokeLast = !isClient
      }
    }

    var number: Int { state.withLock { $0.turns } }
  }

  /// The number of round trips so far.
  var roundTrips: Int { count.number }

  init(to target: Int) throws {
    let count = Turns()
    self.count = count
    listener = try ScriptedServer { connection in
      guard let server = Connection(port: target) else { return }
      let end = server.relay(to: connection) { count.speaks(isClient: false) }
      while let bytes = connection.some() {
        count.speaks(isClient: true)
        server.write(bytes)
      }
      server.finish()
      end.wait()
      server.close()
    }
    port = listener.port
  }

  func stop() { listener.stop() }
}
