import HTTPTypes
import HummingbirdCore
@testable import Ingress
@testable import Listening
import NIOCore
import NIOEmbedded
import NIOHTTP1

/// What holds for every stream of bytes on a connection: it is answered in the same way however it is cut into pieces, what
/// is read out of its heads keeps its promises, and the connection has an end.
enum ConnectionProperty {
  /// What does not hold, or nil.
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

  private static func split(_ stream: [UInt8], at cut: Int) -> [[UInt8]] {
    let size = max(1, cut % 16)
    return stride(from: 0, to: stream.count, by: size).map { Array(stream[$0..<min($0 + size, stream.count)]) }
  }

  private struct Connection {
    func run(_ pieces: [[UInt8]]) throws -> (text: String, violation: String?) {
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
      try pipeline.addHandler(
        ConnectionGuard(
          limits: ListenLimits(targetBytes: 64), admit: { $0.eventLoop.makeSucceededFuture(true) },
          mark: { _, _ in }))
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
      return (said.joined(separator: "|"), violation)
    }
  }

  /// Answers whatever comes in whole, as the doors would.
  private final class Responder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    var heads = 0
    var violation: String?
    private var isReceiving = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        heads += 1
        isReceiving = true
        violation = violation ?? HeadProperty.violation(head)
        context.triggerUserOutboundEvent(ConnectionGuard.BodyWanted(), promise: nil)
      case .body: break
      case .end:
        isReceiving = false
        answer(.ok, context)
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      if isReceiving { answer(.badRequest, context) }
      isReceiving = false
    }

    private func answer(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
      let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["Content-Length": "0"])
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}

/// What holds of every head that is passed on: its route, its credentials, its client.
enum HeadProperty {
  static func violation(_ head: HTTPRequestHead) -> String? {
    guard head.uri.first == "/" || head.uri == "*" else { return "the target \(head.uri) is passed on" }
    if let route = try? Route.parse(head.uri), !names(of: route).allSatisfy({ Names.isName($0, limit: 128) }) {
      return "\(route) holds what is no name"
    }
    var fields = HTTPFields()
    for (name, value) in head.headers {
      guard let name = HTTPField.Name(name) else { return "the field \(name) is passed on" }
      fields.append(HTTPField(name: name, value: value))
    }
    let request = Request(
      head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: head.uri, headerFields: fields),
      body: RequestBody(buffer: ByteBuffer()))
    switch Credentials.read(request) {
    case .bearer(let secret), .capability(let secret):
      guard (1...Credentials.limit).contains(secret.utf8.count), secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
      else { return "the secret \(secret) is taken" }
    case .none, .unreadable: break
    }
    let forwarded = head.headers["X-Forwarded-For"]
    let trusted = ["10.0.0.0/8", "2001:db8::/32", "unix"].compactMap { AddressRange($0) }
    for peer in ["10.0.0.1", "192.0.2.1", nil] {
      let key = ClientAddress.key(peer: peer, forwarded: forwarded, trusted: trusted)
      guard key.utf8.count <= 40, key.utf8.allSatisfy({ (0x2E...0x7A).contains($0) }) else {
        return "a client is counted as \(key)"
      }
      if peer == "192.0.2.1", key != "192.0.2.1" { return "\(forwarded) is believed of a stranger: \(key)" }
    }
    return nil
  }

  private static func names(of route: Route) -> [String] {
    switch route {
    case .health: []
    case .webhook(let source): [source]
    case .collection(let name): [name]
    case .item(let collection, let reference): [collection, reference]
    case .event(let collection, let reference, let name): [collection, reference, name]
    }
  }
}
