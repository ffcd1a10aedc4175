import Glibc
@testable import Listening
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

/// Who finds room and who has to make it.
@Suite struct ConnectionsTests {
  private func channel() throws -> EmbeddedChannel {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandler(
      ConnectionGuard(
        limits: ListenLimits(), admit: { $0.eventLoop.makeSucceededFuture(true) }, mark: { _, _ in }))
    channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    return channel
  }

  private func admit(_ count: Int, _ peer: String?, _ table: Connections) throws -> [EmbeddedChannel] {
    try (0..<count).map { _ in
      let channel = try channel()
      #expect(table.admit(channel, peer: peer))
      return channel
    }
  }

  private func open(_ channels: [EmbeddedChannel]) -> [Bool] { channels.map(\.isActive) }

  @Test func aPeerBeyondItsShareDrivesOutItsOwnOldest() throws {
    let table = Connections(limit: 10, peerLimit: 2)
    let other = try admit(1, "other", table)
    let mine = try admit(4, "mine", table)
    #expect(open(mine) == [false, false, true, true])
    #expect(open(other) == [true])
    #expect(table.count == 3)
  }

  @Test func aFullTableMakesRoomAtTheExpenseOfWhoHoldsMost() throws {
    let table = Connections(limit: 4, peerLimit: 4)
    let quiet = try admit(1, "quiet", table)
    let greedy = try admit(3, "greedy", table)
    let newcomer = try admit(1, "newcomer", table)
    #expect(open(quiet) == [true])
    #expect(open(greedy) == [false, true, true])
    #expect(open(newcomer) == [true])
    #expect(table.count == 4)
  }

  @Test func whoHoldsMostDoesNotDriveOutOthers() throws {
    let table = Connections(limit: 3, peerLimit: 3)
    let quiet = try admit(1, "quiet", table)
    let greedy = try admit(2, "greedy", table)
    greedy.forEach { table.mark($0, waiting: false) }
    #expect(!table.admit(try channel(), peer: "greedy"))
    #expect(open(quiet) == [true])
  }

  @Test func aConnectionThatWaitsForOurAnswerIsNeverDrivenOut() throws {
    let table = Connections(limit: 2, peerLimit: 2)
    let busy = try admit(2, "a", table)
    busy.forEach { table.mark($0, waiting: false) }
    #expect(!table.admit(try channel(), peer: "b"))
    table.mark(busy[1], waiting: true)
    #expect(table.admit(try channel(), peer: "b"))
    #expect(open(busy) == [true, false])
  }

  @Test func aProxysConnectionsAreBoundedInAllOnly() throws {
    let table = Connections(limit: 5, peerLimit: 1)
    #expect(open(try admit(5, nil, table)) == [true, true, true, true, true])
  }

  @Test func aConnectionThatEndsGivesItsPlaceBack() throws {
    let table = Connections(limit: 2, peerLimit: 2)
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
    let table = Connections(limit: 2, peerLimit: 2)
    let resting = try admit(1, "a", table)
    table.drain(grace: .zero)
    #expect(open(resting) == [false])
    #expect(!table.admit(try channel(), peer: "b"))
  }
}
