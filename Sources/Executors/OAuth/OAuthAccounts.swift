public import Secrets

/// An account at Google in whose name calendars are written, with the refresh token of its consent (RFC 6749 §6).
public struct GoogleAccount: Sendable {
  /// The interfaces' address, without a slash at the end.
  public var baseURL: String
  /// The address that gives tokens.
  public var tokenURL: String
  /// The client of the app.
  public var client: String
  /// The secret of the app.
  public var secret: Secret
  /// The refresh token.
  public var refreshToken: Secret

  /// Creates an account.
  public init(
    baseURL: String = "https://www.googleapis.com", tokenURL: String = "https://oauth2.googleapis.com/token",
    client: String, secret: Secret, refreshToken: Secret
  ) {
    (self.baseURL, self.tokenURL, self.client) = (baseURL, tokenURL, client)
    (self.secret, self.refreshToken) = (secret, refreshToken)
  }
}

/// An app in a tenant of Microsoft's, which acts in its own name (client credentials, RFC 6749 §4.4).
public struct MicrosoftAccount: Sendable {
  /// The interface's address, without a slash at the end.
  public var baseURL: String
  /// The address that gives tokens, without the tenant and a slash at the end.
  public var loginURL: String
  /// The tenant: its identifier or one of its domains.
  public var tenant: String
  /// The client of the app.
  public var client: String
  /// The secret of the app.
  public var secret: Secret

  /// Creates an account.
  public init(
    baseURL: String = "https://graph.microsoft.com", loginURL: String = "https://login.microsoftonline.com",
    tenant: String, client: String, secret: Secret
  ) {
    (self.baseURL, self.loginURL, self.tenant) = (baseURL, loginURL, tenant)
    (self.client, self.secret) = (client, secret)
  }
}
