import CCurl

/// The limit of an exchange, and the sleep of its thread until then.
struct SMTPWait {
  let multi: UnsafeMutableRawPointer
  let deadline: ContinuousClock.Instant
  let isStopping: () -> Bool

  /// The failure that ends the exchange now; nil as long as it may go on.
  func end(_ kind: TransportFailure.Kind) -> TransportFailure? {
    if isStopping() { return CurlClient.stopped(kind) }
    guard ContinuousClock.now < deadline else {
      return TransportFailure(kind, code: "timeout", message: "the mail server did not answer in time")
    }
    return nil
  }

  /// Sleeps until the socket is ready, somebody wakes the thread, or the time is over. Returns the failure that ends the exchange.
  func sleep(_ socket: curl_socket_t, _ events: Int32, _ kind: TransportFailure.Kind) -> TransportFailure? {
    if let end = end(kind) { return end }
    Self.sleep(multi, socket, events, ContinuousClock.now.duration(to: deadline))
    return end(kind)
  }

  /// Sleeps until the socket is ready, somebody wakes the thread, or the time is over.
  static func sleep(_ multi: UnsafeMutableRawPointer, _ socket: curl_socket_t, _ events: Int32, _ time: Duration) {
    let (seconds, attoseconds) = time.components
    let milliseconds = max(1, min(Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000) + 1, 3_600_000))
    var wait = curl_waitfd(fd: socket, events: Int16(events), revents: 0)
    curl_multi_poll(multi, &wait, 1, Int32(milliseconds), nil)
    // Timers of libcurl's that are over would end the next sleep at once.
    var running: Int32 = 0
    curl_multi_perform(multi, &running)
  }
}
