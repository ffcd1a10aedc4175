@testable import Listening
import NIOCore
import NIOEmbedded
import NIOHTTP1

/// The property of every stream of bytes on a connection: it is answered in the same way however it is cut into pieces,
/// the heads read from it keep their promises, and the connection has an end.
enum ConnectionProperty {
  /// Describes a violation; nil if there is none.
  static func violation(_ bytes: [UInt8]) -> String? {
    let cut = bytes.first.map { Int($0) } ?? 0
    let stream = Array(bytes.dropFirst())
    do {
      let whole = try Connection().run([stream])
      let pieces = try Connection().run(split(stream, at: cut))
      if let violation = whole.violation ?? pieces.violation { return violation }
      guard whole.text == pieces.text else { return "in pieces: \(pieces.text); in one: \(whole.text)" }
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// The requests of a stream that come in whole.
  static func requests(in bytes: [UInt8]) -> [WholeRequest] {
    (try? Connection().run([Array(bytes.dropFirst())]).requests) ?? []
  }

  struct WholeRequest {
    let head: HTTPRequestHead
    var body: [UInt8] = []
  }

  private static func split(_ stream: [UInt8], at cut: Int) -> [[UInt8]] {
    let size = max(1, cut % 16)
    return stride(from: 0, to: stream.count, by: size).map { Array(stream[$0..<min($0 + size, stream.count)]) }
  }

  private struct Connection {
    func run(_ pieces: [[UInt8]]) throws -> (text: String, violation: String?, requests: [WholeRequest]) {
      let channel = EmbeddedChannel()
      let responder = Responder()
      let pipeline = channel.pipeline.syncOperations
      var limits = NIOHTTPDecoderLimitConfiguration()
      limits.maxHeaderFieldSize = 256
      limits.maxHeaderListSize = 256
      limits.maxHeaderFieldCount = 10
      try pipeline.configureHTTPServerPipeline(
        withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
        withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
      try pipeline.addHandler(ConnectionGuard(limits: ListenLimits(targetBytes: 64), mark: { _, _ in }))
      try pipeline.addHandler(responder)
      channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
      for piece in pieces where channel.isActive { _ = try? channel.writeInbound(ByteBuffer(bytes: piece)) }
      var text = ""
      while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
      channel.embeddedEventLoop.advanceTime(by: .hours(1))
      let answers = text.split(separator: "\r\n").filter { !$0.hasPrefix("Date:") }
      let count = answers.filter { $0.hasPrefix("HTTP/1.") && !$0.hasPrefix("HTTP/1.1 100 ") }.count
      var violation = responder.violation
      if channel.isActive { violation = "the connection is still open after an hour" }
      if count > responder.heads + 1 { violation = "\(count) answers to \(responder.heads) requests" }
      // Which of its faults a head is refused for depends on which the decoder comes to first.
      let said = answers.map { $0.hasPrefix("HTTP/1.1 4") || $0.hasPrefix("HTTP/1.1 5") ? "refused" : String($0) }
      return (said.joined(separator: "|"), violation, responder.requests)
    }
  }

  /// Answers every request that comes in whole, as the servers would.
  private final class Responder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    var heads = 0
    var violation: String?
    var requests: [WholeRequest] = []
    private var request: WholeRequest?
    private var isReceiving: Bool { request != nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        heads += 1
        request = WholeRequest(head: head)
        violation = violation ?? HeadProperty.violation(head)
        context.triggerUserOutboundEvent(ConnectionGuard.BodyWanted(), promise: nil)
      case .body(let buffer): request?.body += Array(buffer.readableBytesView)
      case .end:
        if let request { requests.append(request) }
        request = nil
        answer(.ok, context)
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      if isReceiving { answer(.badRequest, context) }
      request = nil
    }

    private func answer(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
      let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["Content-Length": "0"])
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
