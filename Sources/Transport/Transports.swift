/// Carries out HTTP exchanges. It calls `isCancelled` once more immediately before the first byte is sent.
public protocol HTTPTransport: Sendable {
  /// Carries an exchange out.
  ///
  /// - Throws: `TransportFailure` if there is no complete answer.
  func send(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<HTTPResponse, TransportFailure>
}

/// Submits messages to a mail server. It calls `isCancelled` once more immediately before the envelope is sent.
public protocol SMTPTransport: Sendable {
  /// Submits a message.
  ///
  /// - Throws: `TransportFailure` if there is no complete answer.
  func send(
    _ message: SMTPMessage, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<SMTPReply, TransportFailure>
}
