/// Carries out the dialogue about one message on a connection.
struct SMTPExchange {
  let connection: SMTPConnection
  let wait: SMTPWait
  /// True if the connection can be used for another message.
  private(set) var isKept = false
  /// True if the connection turned out to be over before the server had answered any of this message's commands.
  private(set) var wasEnded = false

  init(connection: SMTPConnection, wait: SMTPWait) { (self.connection, self.wait) = (connection, wait) }

  mutating func run(_ message: SMTPMessage) -> Result<SMTPReply, TransportFailure> {
    if message.isProbe { return probe() }
    var submission = SMTPSubmission(message, connection.extensions, resets: connection.mustReset)
    var isAnswered = false
    do throws(TransportFailure) {
      try connection.write(submission.begin(), .notSent, wait)
      while true {
        let kind: TransportFailure.Kind = submission.contentBegan ? .lost : .notSent
        let reply = try connection.read(kind, wait)
        let next = submission.take(reply)
        if !isAnswered, reply.code == 421 { wasEnded = true }
        isAnswered = true
        switch next {
        case .send(let bytes):
          // The words of a server that was not asked yet are no answer. Nothing of the message has left yet.
          guard !connection.hasMore else { throw connection.unreadable(.notSent) }
          try connection.write(bytes, submission.contentBegan ? .lost : .notSent, wait)
        case .read: break
        case .senseless: throw connection.unreadable(kind)
        case .end(let reply, let aftermath):
          connection.mustReset = aftermath == .mustReset
          // A server that says more than it was asked would have its words taken for the next message's replies.
          isKept = aftermath != .mustClose && connection.isQuiet
          return .success(reply)
        }
      }
    } catch {
      if !isAnswered, error.code == "connection_lost" { wasEnded = true }
      return .failure(error)
    }
  }

  /// The server is greeted and signed in to; it says whether it is still there.
  private func probe() -> Result<SMTPReply, TransportFailure> {
    do throws(TransportFailure) {
      try connection.write(Array("NOOP\r\n".utf8), .notSent, wait)
      let reply = try connection.read(.notSent, wait)
      connection.quit()
      return reply.code / 100 == 2 || (400..<600).contains(reply.code)
        ? .success(SMTPReply(code: reply.code, status: reply.status, stage: .connection))
        : .failure(connection.unreadable(.notSent))
    } catch {
      return .failure(error)
    }
  }
}
