@testable import Listening
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

/// An embedded channel knows no half of a connection: it would close the whole of it.
private final class HalfOpen: ChannelOutboundHandler {
  typealias OutboundIn = ByteBuffer

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    if case .output = mode { promise?.succeed(()) } else { context.close(mode: mode, promise: promise) }
  }
}

/// The times of a connection, on a clock that the tests move.
@Suite struct ConnectionGuardTests {
  private static let limits = ListenLimits(
    idle: .seconds(30), head: .seconds(10), body: .seconds(20), bodyRate: 100, rateWindow: .seconds(5),
    stall: .seconds(8), linger: .seconds(2), lingerBytes: 1_000)
  private static let post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n"
  private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

  /// A connection that has just been accepted.
  private func open() throws -> EmbeddedChannel {
    let channel = EmbeddedChannel()
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(HalfOpen())
    try pipeline.addHandler(HTTPResponseEncoder())
    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
    try pipeline.addHandler(ConnectionGuard(limits: Self.limits, mark: { _, _ in }))
    channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    return channel
  }

  private func send(_ text: String, _ channel: EmbeddedChannel) throws {
    try channel.writeInbound(ByteBuffer(string: text))
  }

  private func answer(_ channel: EmbeddedChannel) throws {
    let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "0"])
    try channel.writeOutbound(HTTPServerResponsePart.head(head))
    try channel.writeOutbound(HTTPServerResponsePart.end(nil))
  }

  private func want(_ channel: EmbeddedChannel) {
    channel.triggerUserOutboundEvent(ConnectionGuard.BodyWanted(), promise: nil)
  }

  private func written(_ channel: EmbeddedChannel) throws -> String {
    var text = ""
    while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
    return text
  }

  private func pass(_ seconds: Int64, _ channel: EmbeddedChannel) {
    channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
  }

  @Test func aHeadHasATimeInAllHoweverItTrickles() throws {
    let channel = try open()
    for letter in "GET / HTT" {
      try send(String(letter), channel)
      pass(1, channel)
      #expect(channel.isActive)
    }
    pass(1, channel)
    #expect(!channel.isActive)
  }

  @Test func aConnectionMayRestBetweenRequests() throws {
    let channel = try open()
    try send(Self.get, channel)
    pass(100, channel)
    #expect(channel.isActive, "it is our turn, however long we take")
    try answer(channel)
    pass(29, channel)
    #expect(channel.isActive)
    pass(1, channel)
    #expect(!channel.isActive)
  }

  @Test func aBodyThatComesTooSlowlyIsAnsweredAndEnded() throws {
    let channel = try open()
    try send(Self.post, channel)
    pass(100, channel)
    #expect(channel.isActive, "nobody has asked for the body yet")
    want(channel)
    try send(String(repeating: "x", count: 500), channel)
    pass(5, channel)
    #expect(try written(channel).isEmpty)
    try send(String(repeating: "x", count: 499), channel)
    pass(5, channel)
    #expect(try written(channel).hasPrefix("HTTP/1.1 408 "))
    pass(2, channel)
    #expect(!channel.isActive)
  }

  @Test func aBodyHasATimeInAllHoweverFastItComes() throws {
    let channel = try open()
    try send(Self.post, channel)
    want(channel)
    for _ in 0..<3 {
      try send(String(repeating: "x", count: 1_000), channel)
      pass(5, channel)
      #expect(try written(channel).isEmpty)
    }
    try send(String(repeating: "x", count: 1_000), channel)
    pass(5, channel)
    #expect(try written(channel).hasPrefix("HTTP/1.1 408 "))
  }

  @Test func aBodyThatIsCompleteIsUnderNoClock() throws {
    let channel = try open()
    try send(Self.post + String(repeating: "x", count: 9_999), channel)
    want(channel)
    try send("x", channel)
    pass(1_000, channel)
    #expect(channel.isActive)
    try answer(channel)
    #expect(try written(channel).hasPrefix("HTTP/1.1 200 "))
  }

  @Test func afterTheLastAnswerThePeerHasTimeToTakeIt() throws {
    let channel = try open()
    try send(Self.post, channel)
    try answer(channel)
    #expect(try written(channel).contains("Connection: close"))
    pass(1, channel)
    try send(String(repeating: "x", count: 999), channel)
    #expect(channel.isActive)
    pass(1, channel)
    #expect(!channel.isActive)
  }

  @Test func lateDataOfAPeerIsReadUpToALimit() throws {
    let channel = try open()
    try send(Self.post, channel)
    try answer(channel)
    try send(String(repeating: "x", count: 1_001), channel)
    #expect(!channel.isActive)
  }

  @Test func aDrainLetsTheAnswerOutAndNothingMoreIn() throws {
    let channel = try open()
    try send(Self.get, channel)
    channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    #expect(channel.isActive)
    try answer(channel)
    #expect(try written(channel).contains("Connection: close"))
    pass(2, channel)
    #expect(!channel.isActive)

    let resting = try open()
    resting.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    #expect(!resting.isActive)
  }

  @Test func anAnswerThatIsTooLateWritesNothing() throws {
    let channel = try open()
    try send(Self.post, channel)
    want(channel)
    pass(5, channel)
    #expect(try written(channel).hasPrefix("HTTP/1.1 408 "))
    #expect(throws: ChannelError.self) { try answer(channel) }
    #expect(try written(channel).isEmpty)
  }

  @Test func aRefusalWaitsForTheAnswersBeforeIt() throws {
    let channel = try open()
    try send(Self.get + "GET / HTTP/1.1\r\n\r\n" + Self.get, channel)
    #expect(try written(channel).isEmpty)
    try answer(channel)
    let text = try written(channel)
    #expect(text.hasPrefix("HTTP/1.1 200 "))
    #expect(text.contains("HTTP/1.1 400 "))
    pass(2, channel)
    #expect(!channel.isActive)
  }
}
