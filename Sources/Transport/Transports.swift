/// Carries HTTP exchanges out. `isCancelled` is asked once more right before the first byte leaves.
public protocol HTTPTransport: Sendable {
  func send(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<HTTPResponse, TransportFailure>
}

/// Hands a message to a mail server. `isCancelled` is asked once more right before the envelope leaves.
public protocol SMTPTransport: Sendable {
  func send(
    _ message: SMTPMessage, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<SMTPReply, TransportFailure>
}
