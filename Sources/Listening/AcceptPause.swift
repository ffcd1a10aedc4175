import NIOCore

/// Without a descriptor to spare, a connection cannot be accepted. That is no fault of the listener: it stops asking for a
/// moment and tries again. Passed on, the error would end the listener and with it the daemon.
///
/// NIO's `AcceptBackoffHandler` holds back the next read only; after an error the socket stays registered, and its event
/// loop would spin.
final class AcceptPause: ChannelInboundHandler {
  typealias InboundIn = any Channel

  static let pause = TimeAmount.milliseconds(100)
  private var isPaused = false

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is IOError else {
      context.fireErrorCaught(error)
      return
    }
    guard !isPaused else { return }
    isPaused = true
    let options = context.channel.syncOptions
    try? options?.setOption(.autoRead, value: false)
    context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { [self] in
      isPaused = false
      try? options?.setOption(.autoRead, value: true)
    }
  }
}
