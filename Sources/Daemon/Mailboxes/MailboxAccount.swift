import CivilTime
import Execution
import Executors
import Secrets
import Transport

/// A mailbox on a server and the way in which we sign in to it.
struct MailboxAccount: Sendable {
  /// A way to sign in.
  enum SignIn: Sendable {
    case password(Secret)
    /// Access tokens, which are renewed before their end and when the server refuses one.
    case tokens(AccessTokens)
  }

  let host: String
  let port: Int
  let security: SMTPServer.Security
  let user: String
  let folder: String
  let signIn: SignIn

  /// Does something with the folder. If the server refuses the access token, that is done once more with a new one.
  ///
  /// - Throws: also `unauthorized` and `no_token` if no token is given; the message says what to change.
  func withFolder(
    now: Instant, timeout: Duration, _ body: (IMAPFolder) async throws(TransportFailure) -> Void
  ) async throws(TransportFailure) {
    switch signIn {
    case .password(let password): try await body(opened(.password(password)))
    case .tokens(let tokens):
      for isLast in [false, true] {
        let token = try await Self.token(tokens, now, timeout)
        do throws(TransportFailure) {
          return try await body(opened(.token(token)))
        } catch {
          guard error.code == "login_denied" else { throw error }
          tokens.drop(token)
          if isLast { throw error }
        }
      }
    }
  }

  private func opened(_ proof: IMAPFolder.Proof) -> IMAPFolder {
    IMAPFolder(host: host, port: port, security: security, user: user, proof: proof, name: folder)
  }

  private static func token(
    _ tokens: AccessTokens, _ now: Instant, _ timeout: Duration
  ) async throws(TransportFailure) -> Secret {
    do throws(StepError) {
      return try await tokens.token(now: now, timeout: timeout)
    } catch {
      throw TransportFailure(.notSent, code: error.code, message: error.message)
    }
  }
}
