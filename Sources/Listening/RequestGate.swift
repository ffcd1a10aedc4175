import NIOCore

/// Lets one request at a time through to the decoder, or two where the end of a body hides where the next one begins.
/// Requests that a peer sends ahead stay as bytes until the answer before them has left, and nothing more is read
/// meanwhile. A peer that sends a thousand requests at once therefore costs as much as one request, and other
/// connections have their turns in between. Data after the last answer is discarded unread.
final class RequestGate: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = NIOAny
  typealias OutboundOut = NIOAny

  enum Intake {
    /// More of a request may come.
    case open
    /// A request has come in completely and is not answered yet.
    case hold
    /// No request is answered any more.
    case discard
  }

  private let intake: () -> Intake
  private let onDiscard: (_ bytes: Int) -> Void
  private var held = ByteBuffer()
  private var isInputClosed = false
  private var wantsRead = false
  private var context: ChannelHandlerContext?

  /// - Parameters:
  ///   - intake: called after each request that went through.
  ///   - onDiscard: called with the number of discarded bytes.
  init(intake: @escaping () -> Intake, onDiscard: @escaping (_ bytes: Int) -> Void) {
    self.intake = intake
    self.onDiscard = onDiscard
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    if held.readableBytes > 0 {
      held.writeBuffer(&bytes)
    } else {
      held = bytes
    }
    pass(context)
  }

  /// Lets the next request through, because the answer before it has left. The guard calls this while it handles an
  /// event, so the bytes are passed on in the next turn of the loop.
  func open() {
    guard held.readableBytes > 0 || isInputClosed || wantsRead, let context else { return }
    context.eventLoop.assumeIsolated().execute { [self] in
      guard self.context != nil else { return }
      pass(context)
      context.fireChannelReadComplete()
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // The end of the input comes after the bytes that were sent before it.
    if case ChannelEvent.inputClosed = event, held.readableBytes > 0 {
      isInputClosed = true
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  func read(context: ChannelHandlerContext) {
    if held.readableBytes > 0 { wantsRead = true } else { context.read() }
  }

  private func pass(_ context: ChannelHandlerContext) {
    loop: while held.readableBytes > 0 {
      switch intake() {
      case .open:
        let count = Self.lengthOfHead(held) ?? held.readableBytes
        if let part = held.readSlice(length: count) { context.fireChannelRead(wrapInboundOut(part)) }
      case .hold: break loop
      case .discard:
        onDiscard(held.readableBytes)
        held.clear()
      }
    }
    guard held.readableBytes == 0 else { return }
    held = ByteBuffer()
    if isInputClosed {
      isInputClosed = false
      context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }
    if wantsRead {
      wantsRead = false
      context.read()
    }
  }

  /// Returns the number of bytes up to the first empty line. In a body such a line means nothing; the body is then
  /// passed on in parts, which does no harm.
  private static func lengthOfHead(_ bytes: ByteBuffer) -> Int? {
    bytes.withUnsafeReadableBytes { bytes in
      var (index, isLineEmpty) = (0, false)
      while index < bytes.count {
        switch bytes[index] {
        case 10:
          if isLineEmpty { return index + 1 }
          isLineEmpty = true
        case 13: break
        default: isLineEmpty = false
        }
        index += 1
      }
      return nil
    }
  }
}
