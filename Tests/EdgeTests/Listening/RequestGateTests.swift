import NIOCore
import NIOEmbedded
import Testing

@testable import Listening

/// Requests that are sent ahead of an answer wait as bytes.
@Suite struct RequestGateTests {
  private final class Inner: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    var requests: [String] = []
    var onRequest: () -> Void = {}
    var isInputClosed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      requests.append(String(buffer: unwrapInboundIn(data)))
      onRequest()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case ChannelEvent.inputClosed = event { isInputClosed = true }
    }
  }

  private final class Turn {
    var intake = RequestGate.Intake.open
    var discarded = 0
  }

  private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

  private func open() throws -> (channel: EmbeddedChannel, gate: RequestGate, inner: Inner, turn: Turn) {
    let (channel, inner, turn) = (EmbeddedChannel(), Inner(), Turn())
    let gate = RequestGate(intake: { turn.intake }, onDiscard: { turn.discarded += $0 })
    // As with the guard, a request that has come in whole makes it our turn.
    inner.onRequest = { if case .open = turn.intake { turn.intake = .hold } }
    try channel.pipeline.syncOperations.addHandler(gate)
    try channel.pipeline.syncOperations.addHandler(inner)
    return (channel, gate, inner, turn)
  }

  @Test func oneRequestIsLetThroughForEachAnswer() throws {
    let (channel, gate, inner, turn) = try open()
    try channel.writeInbound(ByteBuffer(string: String(repeating: Self.get, count: 3)))
    channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    #expect(inner.requests == [Self.get])
    for answered in 1...2 {
      #expect(!inner.isInputClosed)
      turn.intake = .open
      gate.open()
      channel.embeddedEventLoop.run()
      #expect(inner.requests == Array(repeating: Self.get, count: answered + 1))
    }
    // The end comes behind what was sent before it.
    #expect(inner.isInputClosed)
  }

  @Test func dataAfterTheLastAnswerIsDiscarded() throws {
    let (channel, _, inner, turn) = try open()
    turn.intake = .discard
    try channel.writeInbound(ByteBuffer(string: String(repeating: Self.get, count: 1_000)))
    #expect(inner.requests.isEmpty)
    #expect(turn.discarded == Self.get.utf8.count * 1_000)
  }
}
