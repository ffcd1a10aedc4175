/// The failure of an exchange without a complete answer. It says whether anything can have happened.
public struct TransportFailure: Error, Sendable, Equatable {
  /// How much is known about the request.
  public enum Kind: Sendable, Equatable {
    /// No byte of the request (for mail, of the message) was handed to a connection, so it was certainly not carried
    /// out.
    case notSent
    /// Something may have been sent. Whether it was carried out is unknown.
    case lost
  }

  /// How much is known about the request.
  public let kind: Kind
  /// A stable code: `resolve_failed`, `connect_failed`, `tls_failed`, `timeout`, `connection_lost`,
  /// `response_too_large`, `bad_request`, `superseded`, `stopped`; of a mailbox also `login_denied`, `not_found`,
  /// `unreadable_reply`, `refused`.
  public let code: String
  /// A description for operators, without data of the request.
  public let message: String

  /// Creates a failure.
  public init(_ kind: Kind, code: String, message: String) {
    self.kind = kind
    self.code = code
    self.message = message
  }

  /// The failure of an exchange that was cancelled before anything was sent.
  public static let superseded = TransportFailure(
    .notSent, code: "superseded", message: "called off before the first byte was sent")
}
