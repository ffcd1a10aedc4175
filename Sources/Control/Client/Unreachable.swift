import CCurl
import Glibc

/// Explains why there was no answer, and how to mend that.
enum Unreachable {
  static func failure(socketPath: String, result: CURLcode, number: Int32, text: String) -> ControlFailure {
    switch (result, number) {
    case (CURLE_COULDNT_CONNECT, EACCES), (CURLE_COULDNT_CONNECT, EPERM):
      let group = socketPath.hasSuffix("control-admin") ? "magnetiq-admin" : "magnetiq"
      return ControlFailure(
        status: 0, code: "permission_denied", message: "you may not use \(socketPath)",
        hint: "it is open to members of the group \(group): usermod -aG \(group) YOU, then log in again")
    case (CURLE_COULDNT_CONNECT, ENOENT), (CURLE_COULDNT_CONNECT, ENOTDIR):
      return ControlFailure(
        status: 0, code: "daemon_not_running", message: "there is no socket at \(socketPath)",
        hint: "start the daemon (systemctl start magnetiqd), or name another socket with --socket or MAGNETIQ_SOCKET")
    case (CURLE_COULDNT_CONNECT, ECONNREFUSED):
      return ControlFailure(
        status: 0, code: "daemon_not_running", message: "no daemon listens on \(socketPath)",
        hint: "the daemon is down: systemctl status magnetiqd, journalctl -u magnetiqd")
    case (CURLE_OPERATION_TIMEDOUT, _):
      return ControlFailure(
        status: 0, code: "daemon_not_answering", message: "no answer on \(socketPath) in time",
        hint: "an act may have been carried out: repeat it with the same --key")
    default:
      return ControlFailure(
        status: 0, code: "daemon_not_answering", message: "no answer on \(socketPath): \(text)",
        hint: "an act may have been carried out: repeat it with the same --key")
    }
  }
}
