import Synchronization

@testable import Executors
import Transport

/// Answers HTTP exchanges from a script and keeps what was asked.
final class ScriptedTransport: HTTPTransport {
  typealias Answer = Result<HTTPResponse, TransportFailure>

  private let state: Mutex<(answers: [Answer], requests: [HTTPRequest])>

  init(_ answers: [Answer]) { state = Mutex((answers, [])) }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }

  func send(_ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool) async -> Answer {
    if isCancelled() { return .failure(.superseded) }
    return state.withLock { state in
      state.requests.append(request)
      guard !state.answers.isEmpty else {
        return .failure(TransportFailure(.notSent, code: "script_ended", message: "no answer left"))
      }
      return state.answers.removeFirst()
    }
  }
}

extension Result where Success == HTTPResponse, Failure == TransportFailure {
  static func answer(_ status: Int, _ body: String = "{}", _ headers: [(name: String, value: String)] = []) -> Self {
    .success(HTTPResponse(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8)))
  }
  static var lost: Self {
    .failure(TransportFailure(.lost, code: "connection_lost", message: "scripted"))
  }
  static var notSent: Self {
    .failure(TransportFailure(.notSent, code: "connect_failed", message: "scripted"))
  }
}

/// Keeps the messages that it is handed.
final class ScriptedMail: SMTPTransport {
  private let state: Mutex<(answers: [Result<SMTPReply, TransportFailure>], messages: [SMTPMessage])>

  init(_ answers: [Result<SMTPReply, TransportFailure>] = []) { state = Mutex((answers, [])) }

  var messages: [SMTPMessage] { state.withLock { $0.messages } }

  func send(
    _ message: SMTPMessage, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<SMTPReply, TransportFailure> {
    if isCancelled() { return .failure(.superseded) }
    return state.withLock { state in
      state.messages.append(message)
      return state.answers.isEmpty ? .success(SMTPReply(code: 250)) : state.answers.removeFirst()
    }
  }
}
