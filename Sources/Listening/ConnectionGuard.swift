import NIOCore
import NIOHTTP1

/// Keeps one connection within its bounds, between the decoder and Hummingbird's channel. Heads and bodies have a
/// deadline, bodies a least rate, and answers a time in which they have to be taken. Heads are checked by RFC 9110 and
/// RFC 9112. A connection ends when either side wants it to, and only after the peer had time to take the answer.
final class ConnectionGuard: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// The event for a connection that has to make room, or whose time for the drain is over.
  struct Evicted: Sendable {}
  /// The event that is sent towards the peer when the reading of a body begins.
  struct BodyWanted: Sendable {}

  private enum Phase {
    /// Nothing is owed, and a head may come in.
    case head
    /// We owe an answer.
    case answering
    /// A body is being read.
    case body(until: NIODeadline, atLast: Int)
    /// The last answer is on its way out.
    case flushing
    /// The peer has the last answer. Anything that it still sends is discarded.
    case lingering
  }

  private let limits: ListenLimits
  private let mark: @Sendable (any Channel, _ waiting: Bool) -> Void
  private var phase = Phase.head
  private var timer: Scheduled<Void>?
  private var stall: Scheduled<Void>?
  /// The requests that were passed on and not answered yet, the oldest first.
  private var exchanges = CircularBuffer<RequestHead.Exchange>()
  /// The bytes that have come in of the body.
  private var received = 0
  /// True until the end of the newest request has come in.
  private var isReceiving = false
  /// True once incoming data is not passed on any more.
  private var isDeaf = false
  private var isInputClosed = false
  private var isDraining = false
  /// The status of the answer that is sent after all answers that are owed before it.
  private var refusal: HTTPResponseStatus?
  /// True if the answer that is being written is the last one.
  private var closes = false
  private var isAnswerBegun = false
  private var context: ChannelHandlerContext?
  /// Called when the next request may come in.
  var onTurn: () -> Void = {}

  /// - Parameter mark: tells the listener's table whose turn it is.
  init(limits: ListenLimits, mark: @escaping @Sendable (any Channel, _ waiting: Bool) -> Void) {
    self.limits = limits
    self.mark = mark
  }

  /// Tells the gate before the decoder how to treat incoming data.
  var intake: RequestGate.Intake {
    if isDeaf { return .discard }
    return isReceiving || exchanges.isEmpty ? .open : .hold
  }

  /// Counts bytes that come in after the last answer. Beyond the limit the connection is closed.
  func discard(_ bytes: Int) {
    received += bytes
    if case .lingering = phase, received > limits.lingerBytes { context?.close(promise: nil) }
  }

  // MARK: Coming in

  func channelActive(context: ChannelHandlerContext) {
    schedule(limits.head, context)
    mark(context.channel, true)
    context.fireChannelActive()
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    stopTimers()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stopTimers()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    if isDeaf {
      skip(part)
      return
    }
    switch part {
    case .head(let given):
      do throws(RequestHead.Refusal) {
        let (head, exchange) = try RequestHead.judge(given, targetBytes: limits.targetBytes)
        exchanges.append(exchange)
        isReceiving = true
        received = 0
        enter(.answering, context)
        context.fireChannelRead(wrapInboundOut(.head(head)))
      } catch {
        refuse(error.status, context)
      }
    case .body(let buffer):
      received += buffer.readableBytes
      context.fireChannelRead(data)
    case .end:
      isReceiving = false
      if case .body = phase { enter(.answering, context) }
      if exchanges.last?.closes == true { isDeaf = true }
      context.fireChannelRead(data)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.fireChannelReadComplete()
    // No other handler reads once the last answer is made.
    if case .lingering = phase { context.read() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let status = RequestHead.status(of: error) else {
      context.fireErrorCaught(error)
      return
    }
    if isDeaf { return }
    if isReceiving {
      // The body cannot be read. Its reader sees it end early and answers.
      isDeaf = true
      context.fireErrorCaught(error)
    } else {
      refuse(status, context)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is Evicted:
      context.close(promise: nil)
    case is ChannelShouldQuiesceEvent:
      isDraining = true
      if case .head = phase, exchanges.isEmpty { context.close(promise: nil) }
    case ChannelEvent.inputClosed:
      isInputClosed = true
      switch phase {
      case .lingering: context.close(promise: nil)
      case .flushing: break
      case .head where exchanges.isEmpty: context.close(promise: nil)
      default: context.fireUserInboundEventTriggered(event)
      }
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stall?.cancel()
    stall = nil
    if !context.channel.isWritable {
      stall = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.stall)) {
        context.close(promise: nil)
      }
    }
    context.fireChannelWritabilityChanged()
  }

  // MARK: Going out

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard let exchange = exchanges.first, !isEnding else {
      // The request was answered here already, or there was none.
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(let head):
      isAnswerBegun = true
      context.write(wrapOutboundOut(.head(framed(head, exchange))), promise: promise)
    case .body where exchange.isHead:
      promise?.succeed(())
    case .body:
      context.write(data, promise: promise)
    case .end(let trailers):
      isAnswerBegun = false
      exchanges.removeFirst()
      if closes {
        end(wrapOutboundOut(.end(trailers)), promise, context)
        return
      }
      context.write(data, promise: promise)
      guard exchanges.isEmpty else { return }
      if let refusal {
        answer(refusal, context)
      } else if isInputClosed || isDraining {
        end(nil, nil, context)
      } else {
        enter(.head, context)
      }
    }
  }

  func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
    guard event is BodyWanted else {
      context.triggerUserOutboundEvent(event, promise: promise)
      return
    }
    promise?.succeed(())
    // If more than one request is under way, the one whose body is wanted has come in completely.
    guard isReceiving, !isDeaf, exchanges.count == 1, let exchange = exchanges.first else { return }
    if exchange.expectsContinue, received == 0 {
      let head = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }
    enter(.body(until: context.eventLoop.now + TimeAmount(limits.body), atLast: received), context)
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    switch (mode, isEnding) {
    case (.all, true): context.channel.closeFuture.cascade(to: promise)
    case (.output, true): promise?.succeed(())
    case (.output, false): context.close(mode: .all, promise: promise)
    default: context.close(mode: mode, promise: promise)
    }
  }
}

// MARK: - Turns and times

extension ConnectionGuard {
  private var isEnding: Bool {
    switch phase {
    case .flushing, .lingering: true
    default: false
    }
  }

  private func enter(_ next: Phase, _ context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    phase = next
    switch next {
    case .head: schedule(limits.idle, context)
    case .answering: break
    case .body: schedule(min(limits.body, limits.rateWindow), context)
    case .flushing: schedule(limits.stall, context)
    case .lingering: schedule(limits.linger, context)
    }
    if case .head = next { onTurn() }
    if case .answering = next { mark(context.channel, false) } else { mark(context.channel, true) }
  }

  private func schedule(_ time: Duration, _ context: ChannelHandlerContext) {
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [self] in
      timer = nil
      timeIsOver(context)
    }
  }

  private func stopTimers() {
    timer?.cancel()
    stall?.cancel()
    (timer, stall) = (nil, nil)
  }

  private func timeIsOver(_ context: ChannelHandlerContext) {
    switch phase {
    case .head, .flushing, .lingering: context.close(promise: nil)
    case .answering: break
    case .body(let until, let atLast):
      let least = Int(limits.rateWindow / .seconds(1) * Double(limits.bodyRate))
      let left = until - context.eventLoop.now
      if left > .nanoseconds(0), received - atLast >= least {
        phase = .body(until: until, atLast: received)
        schedule(min(Duration(left), limits.rateWindow), context)
      } else if isAnswerBegun {
        context.close(promise: nil)
      } else {
        answer(.requestTimeout, context)
        // The reader of the body sees it end here.
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
      }
    }
  }

  // MARK: Answers and ends

  /// Answers a request without passing it on, after the answers that are owed before.
  private func refuse(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
    isDeaf = true
    if exchanges.isEmpty { answer(status, context) } else { refusal = status }
  }

  /// Sends the last answer, in place of every answer that is owed.
  private func answer(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
    exchanges.removeAll()
    context.write(wrapOutboundOut(.head(Self.last(status))), promise: nil)
    end(wrapOutboundOut(.end(nil)), nil, context)
  }

  private static func last(_ status: HTTPResponseStatus) -> HTTPResponseHead {
    HTTPResponseHead(
      version: .http1_1, status: status,
      headers: ["Date": ResponseDate.now, "Content-Length": "0", "Connection": "close"])
  }

  /// Completes an answer's head for this exchange and this connection.
  private func framed(_ given: HTTPResponseHead, _ exchange: RequestHead.Exchange) -> HTTPResponseHead {
    var head = given
    head.version = exchange.version
    if !head.headers.contains(name: "date") { head.headers.add(name: "Date", value: ResponseDate.now) }
    if exchange.isHead, !head.headers.contains(name: "content-length") {
      head.headers.add(name: "Content-Length", value: "0")
    }
    // A body that has not come in completely is not read any more, so the next request cannot be found.
    let isCutOff = isReceiving && exchanges.count == 1
    closes =
      exchange.closes || isCutOff || (isDraining && exchanges.count == 1)
      || RequestHead.tokens(head.headers["connection"]).contains("close")
    if closes {
      isDeaf = true
      head.headers.replaceOrAdd(name: "Connection", value: "close")
    } else if exchange.version.minor == 0 {
      head.headers.replaceOrAdd(name: "Connection", value: "keep-alive")
    }
    return head
  }

  /// Writes the last part, closes our side and gives the peer time to take it (RFC 9112 section 9.6).
  private func end(_ part: NIOAny?, _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) {
    isDeaf = true
    exchanges.removeAll()
    enter(.flushing, context)
    let written = context.eventLoop.makePromise(of: Void.self)
    if let promise { written.futureResult.cascade(to: promise) }
    written.futureResult.assumeIsolated().whenComplete { [self] result in
      guard case .success = result, !isInputClosed else {
        context.close(promise: nil)
        return
      }
      enter(.lingering, context)
      received = 0
      context.close(mode: .output, promise: nil)
      context.read()
    }
    // Without a part, an empty write completes after everything that is on its way.
    context.write(part ?? wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: written)
    context.flush()
  }

  private func skip(_ part: HTTPServerRequestPart) {
    if case .body(let buffer) = part { discard(buffer.readableBytes) }
  }
}
