import CivilTime
import Execution
import Transport

/// A mail server that could not be reached, and what to change.
struct SMTPFault {
  /// The time for which a server may be away before an operator is told. It may be starting anew.
  private static let waitLimit = Duration.seconds(15 * 60)

  let failure: TransportFailure
  let server: SMTPServer

  /// The outcome of an attempt. A server that nobody can reach for long is a fault of ours: no mail is given up for it.
  func outcome(of request: StepRequest) -> StepOutcome {
    guard failure.kind == .notSent else { return failure.outcome }
    let isAway = ["connect_failed", "resolve_failed"].contains(failure.code)
    let waited = request.startedAt.map { request.now.duration(since: $0) } ?? .zero
    return .retry(error(isOurs: StepError(failure).isOurs || isAway && waited >= Self.waitLimit), after: nil)
  }

  /// The error with its cure.
  func error(isOurs: Bool) -> StepError {
    StepError(code: failure.code, message: message, isOurs: isOurs)
  }

  private var message: String {
    let place = "\(server.host):\(server.port)"
    return switch failure.code {
    case "connect_failed": "nobody listens at \(place); check url of executors.email, and whether the mail server runs"
    case "resolve_failed": "the name \(server.host) is not known; check url of executors.email"
    case "login_denied": "\(place) refuses the sign-in; check username, starttls and the credential of executors.email"
    case "tls_failed":
      "no protected connection to \(place) (\(failure.message)); check url and starttls of executors.email, and the server's certificate"
    default: failure.message
    }
  }
}
