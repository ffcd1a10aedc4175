import NIOCore
import Synchronization

/// The open connections of one listener: bounded in number, in all and for each peer, and reachable for a drain.
///
/// When there is no room, a new connection takes the place of another: of the peer with the most connections, the one
/// that has kept us waiting longest. A peer with more than its share can therefore displace only its own connections,
/// and a client that sends its request at once is answered before its turn to be displaced comes.
///
/// Replacing a connection costs as much as serving one. Where it would make the shares no fairer, the present
/// connection keeps its place for `tenure`. A peer that opens connections without end therefore has few of them served,
/// and the others are refused for the price of a system call.
final class Connections: Sendable {
  private let limit: Int
  private let peerLimit: Int
  private let tenure: TimeAmount
  private let now: @Sendable () -> NIODeadline
  private let state = Mutex(State())

  /// - Parameter now: the time by which `tenure` is measured.
  init(
    limit: Int, peerLimit: Int, tenure: Duration, now: @escaping @Sendable () -> NIODeadline = { .now() }
  ) {
    self.limit = limit
    self.peerLimit = peerLimit
    self.tenure = TimeAmount(tenure)
    self.now = now
  }

  var count: Int { state.withLock { $0.open.count } }

  /// The number of turns that are remembered for all peers. It is bounded for each connection.
  var turnsRemembered: Int { state.withLock { $0.peers.values.reduce(0) { $0 + $1.waiting.count } } }

  /// Returns false if there is no room and no connection can be displaced, or if the listener is closing; the caller
  /// then refuses the connection. The new connection cannot be displaced before `mark` is called for it, because until
  /// then no handler of it could receive the event.
  ///
  /// - Parameter peer: the peer that the connection counts for; nil for a proxy, whose connections belong to many
  ///   clients and are bounded in all only.
  func admit(_ channel: any Channel, peer: String?) -> Bool {
    let key = ObjectIdentifier(channel)
    let latest = now() - tenure
    let decision = state.withLock { state -> (admitted: Bool, evicted: (any Channel)?) in
      guard !state.draining else { return (false, nil) }
      let mine = state.held(by: peer)
      var evicted: (any Channel)?
      if peer != nil, mine >= peerLimit {
        guard let victim = state.oldest(of: peer), victim.since <= latest else { return (false, nil) }
        evicted = state.remove(victim.key)
      } else if state.open.count >= limit {
        guard let victim = state.victim(for: peer, holding: mine, latest: latest) else { return (false, nil) }
        evicted = state.remove(victim)
      }
      state.add(channel, key, peer)
      return (true, evicted)
    }
    decision.evicted?.pipeline.fireUserInboundEventTriggered(ConnectionGuard.Evicted())
    if decision.admitted {
      channel.closeFuture.whenComplete { [self] _ in state.withLock { _ = $0.remove(key) } }
    }
    return decision.admitted
  }

  /// Notes whether we are waiting for the peer. A connection on which we owe an answer is never displaced.
  func mark(_ channel: any Channel, waiting: Bool) {
    let now = now()
    state.withLock { $0.mark(ObjectIdentifier(channel), waitingSince: waiting ? now : nil) }
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
}

extension Connections {
  private struct Entry {
    let channel: any Channel
    let peer: String?
    /// Set while it is the peer's turn to send or to receive; smaller numbers have waited longer.
    var turn: UInt64?
  }

  /// A connection that has waited for its peer since a turn. The entry is current if the connection still has the same
  /// turn.
  private struct Waiting {
    let key: ObjectIdentifier
    let turn: UInt64
    let since: NIODeadline
  }

  private struct Peer {
    var held = 0
    /// The longest first, among entries that are no longer current.
    var waiting = CircularBuffer<Waiting>()
  }

  private struct State {
    var open: [ObjectIdentifier: Entry] = [:]
    /// The peers that hold connections; all proxies are counted under nil.
    var peers: [String?: Peer] = [:]
    var clock: UInt64 = 0
    var draining = false

    /// A proxy counts as holding none, because shares do not apply to it.
    func held(by peer: String?) -> Int { peer == nil ? 0 : peers[peer]?.held ?? 0 }

    mutating func add(_ channel: any Channel, _ key: ObjectIdentifier, _ peer: String?) {
      open[key] = Entry(channel: channel, peer: peer)
      peers[peer, default: Peer()].held += 1
    }

    mutating func remove(_ key: ObjectIdentifier) -> (any Channel)? {
      guard let entry = open.removeValue(forKey: key) else { return nil }
      peers[entry.peer]?.held -= 1
      if peers[entry.peer]?.held == 0 { peers[entry.peer] = nil }
      return entry.channel
    }

    mutating func mark(_ key: ObjectIdentifier, waitingSince since: NIODeadline?) {
      guard let entry = open[key] else { return }
      clock += 1
      open[key]?.turn = since == nil ? nil : clock
      guard let since, var mine = peers.removeValue(forKey: entry.peer) else { return }
      mine.waiting.append(Waiting(key: key, turn: clock, since: since))
      // A connection adds an entry for each of its turns, so past entries are removed now and then.
      if mine.waiting.count > 2 * mine.held + 16 {
        mine.waiting = CircularBuffer(mine.waiting.filter { open[$0.key]?.turn == $0.turn })
      }
      peers[entry.peer] = mine
    }

    /// The connection of a peer that has waited longest.
    mutating func oldest(of peer: String?) -> Waiting? {
      while let first = peers[peer]?.waiting.first {
        if open[first.key]?.turn == first.turn { return first }
        peers[peer]?.waiting.removeFirst()
      }
      return nil
    }

    /// Returns the connection that has waited longest, of the peer that holds most. It is never a connection of a peer
    /// that holds less than the new one's peer would. `tenure` protects it unless its peer would still hold at least as
    /// many as the new one's.
    mutating func victim(for peer: String?, holding mine: Int, latest: NIODeadline) -> ObjectIdentifier? {
      var best: (victim: Waiting, held: Int)?
      for other in Array(peers.keys) {
        let held = held(by: other)
        guard held >= mine, best.map({ held >= $0.held }) ?? true, let oldest = oldest(of: other) else { continue }
        guard held > mine + 1 || oldest.since <= latest else { continue }
        if let best, best.held == held, best.victim.turn < oldest.turn { continue }
        best = (oldest, held)
      }
      return best?.victim.key
    }
  }
}
