/// The end of a message or of a recipient: the reply to the client, or a cut connection.
enum MailReply: Sendable, Equatable {
  case reply(Int, String)
  case cut
}
