import NIOCore
import Synchronization

/// The open connections of one listener: counted against the limit, and reachable for a drain.
final class Connections: Sendable {
  private struct State {
    var open: [ObjectIdentifier: any Channel] = [:]
    var draining = false
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) {
    self.limit = limit
  }

  var count: Int { state.withLock { $0.open.count } }

  /// False when the limit is reached or the listener is going down: the caller closes the connection.
  func admit(_ channel: any Channel) -> Bool {
    let key = ObjectIdentifier(channel)
    let admitted = state.withLock { state in
      guard !state.draining, state.open.count < limit else { return false }
      state.open[key] = channel
      return true
    }
    if admitted {
      channel.closeFuture.whenComplete { [self] _ in state.withLock { _ = $0.open.removeValue(forKey: key) } }
    }
    return admitted
  }

  /// Asks every connection to end after the answer that it is making, and closes what is left after `grace`.
  func drain(grace: Duration) {
    let channels = state.withLock { state in
      state.draining = true
      return Array(state.open.values)
    }
    for channel in channels {
      channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
      let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(grace)) { channel.close(promise: nil) }
      channel.closeFuture.whenComplete { _ in deadline.cancel() }
    }
  }
}
