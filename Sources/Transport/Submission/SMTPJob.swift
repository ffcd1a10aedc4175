/// A message on its way, or the question whether the server would take one.
struct SMTPJob: Sendable {
  let message: SMTPMessage
  /// The end of the time for the whole exchange.
  let deadline: ContinuousClock.Instant
  let isCancelled: @Sendable () -> Bool
  /// Called exactly once.
  let completion: @Sendable (Result<SMTPReply, TransportFailure>) -> Void
}
