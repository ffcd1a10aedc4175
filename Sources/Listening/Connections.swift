import NIOCore
import Synchronization

/// The open connections of one listener: bounded in number, in all and for each peer, and reachable for a drain.
///
/// When there is no room, a newcomer takes the place of the connection that has kept us waiting longest among those of
/// the peer that holds most. A peer with more than its share can therefore only drive out its own connections, and
/// one that sends its request at once is answered before its turn to be driven out comes.
///
/// A place that changes hands costs as much as a connection that is served. Where it makes the shares no fairer, the one
/// that has it is left alone for `tenure`: so a peer that opens connections without end has few of them served, and the
/// rest are refused at the cost of a system call.
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

  /// What is remembered of who waits, of all peers; a bounded number for each connection.
  var turnsRemembered: Int { state.withLock { $0.peers.values.reduce(0) { $0 + $1.waiting.count } } }

  /// False when there is no room and nobody to make it, or the listener is going down: the caller refuses the connection.
  /// It is nobody's to drive out before `mark` is called for it, for until then nothing in it could hear that.
  /// - Parameter peer: who shares; nil for a proxy, whose connections are many people's and only bounded in all.
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

  /// Notes whether we wait for the peer from now on. A connection on which we owe an answer is never driven out.
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
    /// Set while it is the peer's turn to send or to take something; smaller numbers have waited longer.
    var turn: UInt64?
  }

  /// A connection that waited for its peer from a turn on. It does so still if the connection's turn is this one.
  private struct Waiting {
    let key: ObjectIdentifier
    let turn: UInt64
    let since: NIODeadline
  }

  private struct Peer {
    var held = 0
    /// The longest first, with those among them that wait no more.
    var waiting = CircularBuffer<Waiting>()
  }

  private struct State {
    var open: [ObjectIdentifier: Entry] = [:]
    /// Whoever holds connections; proxies together under nil.
    var peers: [String?: Peer] = [:]
    var clock: UInt64 = 0
    var draining = false

    /// A proxy holds none as far as shares go.
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
      // Each is in the list once for each of its turns, so that now and then the past ones have to go.
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

    /// The connection that has waited longest, of the peer that holds most; never one of a peer that holds less than the
    /// newcomer's would. Only where the peer still holds as many as the newcomer's afterwards is there no tenure.
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
