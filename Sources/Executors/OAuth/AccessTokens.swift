public import CivilTime
public import Execution
public import Secrets
public import Transport

/// Access tokens for a sign-in that is no step of an executor, such as that to a mailbox.
public struct AccessTokens: Sendable {
  private let tokens: OAuthTokens

  private init(_ grant: OAuthTokens.Grant, _ transport: any HTTPTransport) {
    tokens = OAuthTokens(grant, transport: transport)
  }

  /// Tokens of an account at Google.
  ///
  /// - Parameter section: the section of the settings that is at fault if no token is given: `ingress.mailboxes[0]`.
  public init(_ account: GoogleAccount, section: String, transport: any HTTPTransport, allowPlaintext: Bool) {
    self.init(OAuthTokens.Grant(account, allowPlaintext: allowPlaintext, section: section), transport)
  }

  /// Tokens of an app in a tenant of Microsoft's, for the interface at the account's address.
  ///
  /// - Parameter section: the section of the settings that is at fault if no token is given: `ingress.mailboxes[0]`.
  public init(_ account: MicrosoftAccount, section: String, transport: any HTTPTransport, allowPlaintext: Bool) {
    self.init(OAuthTokens.Grant(account, allowPlaintext: allowPlaintext, section: section), transport)
  }

  /// Returns a token that is valid now.
  ///
  /// - Throws: the error says what to change if it is a fault of ours (`isOurs`).
  public func token(now: Instant, timeout: Duration) async throws(StepError) -> Secret {
    do throws(StepStop) {
      return Secret(try await tokens.token(now: now, timeout: timeout, isCancelled: { false }))
    } catch {
      throw switch error.outcome {
      case .failed(let error), .retry(let error, _), .unknown(let error): error
      case .done, .accepted: StepError(code: "no_token", message: "no token was given")
      }
    }
  }

  /// Forgets a token that a server has refused: the next one is asked for.
  public func drop(_ token: Secret) { tokens.drop(token.reveal()) }
}
