import NIOCore
import Synchronization

/// The open connections of one listener: bounded in number, in all and for each peer, and reachable for a drain.
///
/// If there is no room, a new connection takes the place of another. Among the connections of the peer that holds most,
/// it is the one for which we have waited longest. A peer with more than its share can therefore drive out only its own
/// connections, and one that sends its request at once is answered before it can be driven out.
final class Connections: Sendable {
  private struct Entry {
    let channel: any Channel
    let peer: String?
    /// Set while we wait for the peer to send or to take something. Smaller numbers have waited longer.
    var waitingSince: UInt64?
  }

  private struct State {
    var open: [ObjectIdentifier: Entry] = [:]
    /// The number of each peer's connections. A peer without any has no entry.
    var held: [String: Int] = [:]
    var clock: UInt64 = 0
    var draining = false
  }

  private let limit: Int
  private let peerLimit: Int
  private let state = Mutex(State())

  init(limit: Int, peerLimit: Int) {
    self.limit = limit
    self.peerLimit = peerLimit
  }

  var count: Int { state.withLock { $0.open.count } }

  /// Admits a connection. Returns false if there is no room and none can be made, or if the listener is draining; the
  /// caller then refuses the connection.
  ///
  /// - Parameter peer: the peer that the connection counts for; nil for a proxy, whose connections belong to many
  ///   clients and are only bounded in all.
  func admit(_ channel: any Channel, peer: String?) -> Bool {
    let key = ObjectIdentifier(channel)
    let decision = state.withLock { state -> (admitted: Bool, evicted: (any Channel)?) in
      guard !state.draining else { return (false, nil) }
      let mine = Self.held(by: peer, state)
      let isFull = state.open.count >= limit
      var evicted: (any Channel)?
      if isFull || (peer != nil && mine >= peerLimit) {
        guard let victim = Self.victim(state, for: peer, holding: mine, anyPeer: isFull && mine < peerLimit) else {
          return (false, nil)
        }
        evicted = state.open[victim]?.channel
        Self.remove(victim, &state)
      }
      state.clock += 1
      state.open[key] = Entry(channel: channel, peer: peer, waitingSince: state.clock)
      if let peer { state.held[peer, default: 0] += 1 }
      return (true, evicted)
    }
    decision.evicted?.pipeline.fireUserInboundEventTriggered(ConnectionGuard.Evicted())
    if decision.admitted {
      channel.closeFuture.whenComplete { [self] _ in state.withLock { Self.remove(key, &$0) } }
    }
    return decision.admitted
  }

  /// Notes whether we wait for the peer from now on. A connection on which we owe an answer is never driven out.
  func mark(_ channel: any Channel, waiting: Bool) {
    state.withLock { state in
      state.clock += 1
      state.open[ObjectIdentifier(channel)]?.waitingSince = waiting ? state.clock : nil
    }
  }

  /// Asks every connection to end after its present answer, and closes those that are left after `grace`.
  func drain(grace: Duration) {
    let channels = state.withLock { state in
      state.draining = true
      return state.open.values.map(\.channel)
    }
    for channel in channels {
      channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
      let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(grace)) {
        channel.pipeline.fireUserInboundEventTriggered(ConnectionGuard.Evicted())
      }
      channel.closeFuture.whenComplete { _ in deadline.cancel() }
    }
  }

  /// Returns the connection that we have waited for longest, of the peer that holds most. It is never one of a peer
  /// that holds fewer than the new connection's peer does.
  private static func victim(
    _ state: State, for peer: String?, holding mine: Int, anyPeer: Bool
  ) -> ObjectIdentifier? {
    var best: (key: ObjectIdentifier, held: Int, since: UInt64)?
    for (key, entry) in state.open {
      guard let since = entry.waitingSince, anyPeer || entry.peer == peer else { continue }
      let held = held(by: entry.peer, state)
      guard held >= mine || entry.peer == peer else { continue }
      if let best, best.held > held || (best.held == held && best.since < since) { continue }
      best = (key, held, since)
    }
    return best?.key
  }

  private static func held(by peer: String?, _ state: State) -> Int { peer.flatMap { state.held[$0] } ?? 0 }

  private static func remove(_ key: ObjectIdentifier, _ state: inout State) {
    guard let entry = state.open.removeValue(forKey: key), let peer = entry.peer else { return }
    let left = (state.held[peer] ?? 1) - 1
    state.held[peer] = left > 0 ? left : nil
  }
}
