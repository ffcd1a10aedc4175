import NIOCore

/// Pauses a listener that has no file descriptor left for a new connection, and lets it try again after a moment. This
/// is no failure of the listener; passed on, the error would end it and with it the daemon.
///
/// NIO's `AcceptBackoffHandler` only delays the next read. After an error the socket would stay registered, and its
/// event loop would spin.
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
