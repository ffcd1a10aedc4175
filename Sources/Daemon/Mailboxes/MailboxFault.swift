import Transport

/// The change that a mailbox needs which is not read.
enum MailboxFault {
  /// True for a fault of our settings or credentials, which no waiting mends.
  static func isOurs(_ failure: TransportFailure) -> Bool {
    ["login_denied", "unauthorized", "bad_request", "tls_failed", "resolve_failed", "refused"].contains(failure.code)
  }

  /// The failure and what to change.
  static func cure(of failure: TransportFailure, _ account: MailboxAccount) -> String {
    let server = "\(account.host):\(account.port)"
    return switch failure.code {
    case "login_denied":
      switch account.signIn {
      case .password: "\(server) refuses the sign-in; check the credentials that 'username' and 'password' name"
      case .tokens:
        "\(server) refuses the access token; check that 'username' is the mailbox's own address and that the app may read it by IMAP"
      }
    case "refused": "\(server) has no folder '\(account.folder)' that we may read; check 'folder'"
    case "tls_failed":
      "no protected connection to \(server) (\(failure.message)); check 'url', 'starttls' and the server's certificate"
    case "resolve_failed": "the name \(account.host) is not known; check 'url'"
    case "connect_failed": "nobody listens at \(server); check 'url', and whether the server runs"
    default: failure.message
    }
  }
}
