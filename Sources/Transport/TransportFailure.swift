/// No complete answer came. What matters is which of two things is known.
public struct TransportFailure: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// Not one byte of the request was handed to the connection (or, for mail, not one byte of the message): it surely did not happen.
    case notSent
    /// Something may have left; whether it was carried out, nobody knows.
    case lost
  }

  public let kind: Kind
  /// `resolve_failed`, `connect_failed`, `tls_failed`, `timeout`, `connection_lost`, `response_too_large`, `bad_request`, `superseded`, `stopped`.
  public let code: String
  /// For operators; holds no request data.
  public let message: String

  public init(_ kind: Kind, code: String, message: String) {
    self.kind = kind
    self.code = code
    self.message = message
  }

  public static let superseded = TransportFailure(
    .notSent, code: "superseded", message: "called off before the first byte was sent")
}
