import Glibc
@testable import Listening
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

/// The connections that find room, and those that have to make it.
@Suite struct ConnectionsTests {
  /// The time of a table, which the tests move.
  private final class Time: Sendable {
    private let now = Mutex(NIODeadline.uptimeNanoseconds(1))

    func pass(_ seconds: Int64) { now.withLock { $0 = $0 + .seconds(seconds) } }

    func table(limit: Int, peerLimit: Int) -> Connections {
      Connections(limit: limit, peerLimit: peerLimit, tenure: .seconds(1)) { [self] in now.withLock { $0 } }
    }
  }

  /// A table in which nobody has to be patient.
  private func table(limit: Int, peerLimit: Int) -> Connections {
    Connections(limit: limit, peerLimit: peerLimit, tenure: .zero)
  }

  private func channel() throws -> EmbeddedChannel {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandler(ConnectionGuard(limits: ListenLimits(), mark: { _, _ in }))
    channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    return channel
  }

  /// Connections that are served and say nothing.
  private func admit(_ count: Int, _ peer: String?, _ table: Connections) throws -> [EmbeddedChannel] {
    try (0..<count).map { _ in
      let channel = try channel()
      #expect(table.admit(channel, peer: peer))
      table.mark(channel, waiting: true)
      return channel
    }
  }

  private func open(_ channels: [EmbeddedChannel]) -> [Bool] { channels.map(\.isActive) }

  @Test func aPeerBeyondItsShareDisplacesItsOwnOldest() throws {
    let table = table(limit: 10, peerLimit: 2)
    let other = try admit(1, "other", table)
    let mine = try admit(4, "mine", table)
    #expect(open(mine) == [false, false, true, true])
    #expect(open(other) == [true])
    #expect(table.count == 3)
  }

  @Test func aFullTableMakesRoomAtTheExpenseOfWhoHoldsMost() throws {
    let table = table(limit: 4, peerLimit: 4)
    let quiet = try admit(1, "quiet", table)
    let greedy = try admit(3, "greedy", table)
    let newcomer = try admit(1, "newcomer", table)
    #expect(open(quiet) == [true])
    #expect(open(greedy) == [false, true, true])
    #expect(open(newcomer) == [true])
    #expect(table.count == 4)
  }

  @Test func aPeerWithManyConnectionsDoesNotDisplaceOthers() throws {
    let table = table(limit: 3, peerLimit: 3)
    let quiet = try admit(1, "quiet", table)
    let greedy = try admit(2, "greedy", table)
    greedy.forEach { table.mark($0, waiting: false) }
    #expect(!table.admit(try channel(), peer: "greedy"))
    #expect(open(quiet) == [true])
  }

  @Test func aConnectionThatWaitsForOurAnswerIsNeverDrivenOut() throws {
    let table = table(limit: 2, peerLimit: 2)
    let busy = try admit(2, "a", table)
    busy.forEach { table.mark($0, waiting: false) }
    #expect(!table.admit(try channel(), peer: "b"))
    table.mark(busy[1], waiting: true)
    #expect(table.admit(try channel(), peer: "b"))
    #expect(open(busy) == [true, false])
  }

  @Test func aProxysConnectionsAreBoundedInAllOnly() throws {
    let table = table(limit: 5, peerLimit: 1)
    #expect(open(try admit(5, nil, table)) == [true, true, true, true, true])
  }

  @Test func aPeerThatOpensConnectionsWithoutEndHasFewOfThemServed() throws {
    let time = Time()
    let table = time.table(limit: 10, peerLimit: 2)
    let first = try admit(1, "a", table)
    time.pass(1)
    let second = try admit(2, "a", table)
    #expect(open(first + second) == [false, true, true], "the oldest has had its time")
    #expect(!table.admit(try channel(), peer: "a"))
    #expect(open(second) == [true, true])
    time.pass(1)
    _ = try admit(1, "a", table)
    #expect(open(second) == [false, true])
  }

  @Test func sharesAreMadeFairWithoutPatienceAndKeptSoWithIt() throws {
    let time = Time()
    let table = time.table(limit: 4, peerLimit: 4)
    let greedy = try admit(4, "greedy", table)
    let newcomer = try admit(2, "newcomer", table)
    #expect(open(greedy) == [false, false, true, true])
    #expect(!table.admit(try channel(), peer: "newcomer"), "it would hold more than the other")
    #expect(!table.admit(try channel(), peer: "greedy"))
    time.pass(1)
    _ = try admit(1, "newcomer", table)
    #expect(open(greedy + newcomer) == [false, false, false, true, true, true])
  }

  @Test func aPlaceThatIsNotServedYetIsNotGivenAway() throws {
    let table = table(limit: 1, peerLimit: 1)
    let accepted = try channel()
    #expect(table.admit(accepted, peer: "a"))
    #expect(!table.admit(try channel(), peer: "b"))
    table.mark(accepted, waiting: true)
    #expect(table.admit(try channel(), peer: "b"))
  }

  @Test func turnsThatArePastAreForgotten() throws {
    let table = table(limit: 3, peerLimit: 3)
    let busy = try admit(3, "a", table)
    for _ in 0..<1_000 {
      table.mark(busy[0], waiting: false)
      table.mark(busy[0], waiting: true)
    }
    #expect(table.turnsRemembered <= 3 * 2 + 16)
    _ = try admit(1, "b", table)
    #expect(open(busy) == [true, false, true], "its last turn is the newest")
  }

  @Test func aConnectionThatEndsGivesItsPlaceBack() throws {
    let table = table(limit: 2, peerLimit: 2)
    let first = try admit(2, "a", table)
    for channel in first {
      channel.close(promise: nil)
      channel.embeddedEventLoop.run()
    }
    #expect(table.count == 0)
    #expect(open(try admit(2, "a", table)) == [true, true])
  }

  @Test func aListenerOutlivesTheLackOfDescriptors() throws {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandler(AcceptPause())
    for _ in 0..<3 { channel.pipeline.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept")) }
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    try channel.throwIfErrorCaught()
    channel.pipeline.fireErrorCaught(ChannelError.outputClosed)
    #expect(throws: ChannelError.self) { try channel.throwIfErrorCaught() }
  }

  @Test func nobodyIsAdmittedDuringADrain() throws {
    let table = table(limit: 2, peerLimit: 2)
    let resting = try admit(1, "a", table)
    table.drain(grace: .zero)
    #expect(open(resting) == [false])
    #expect(!table.admit(try channel(), peer: "b"))
  }
}
