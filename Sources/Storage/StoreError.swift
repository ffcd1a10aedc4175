/// The reason why a store did not do as asked. The engine decides by `kind` alone.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  /// The conclusion that the caller may draw.
  public enum Kind: String, Sendable {
    /// There is no space. Nothing was written; the caller drops what it stepped and tries again later.
    case full = "store-full"
    /// Another process holds the file. Nothing was written; the caller tries again.
    case busy = "store-busy"
    /// An I/O error, a failed sync or corruption: it is unknown whether the commit happened. The process has to end,
    /// and recovery decides.
    case ambiguous = "store-ambiguous"
    /// A row did not have the version that the write asserted. Nothing was written.
    case conflict = "store-conflict"
    /// A unique key, a check or a foreign key refused the write. Nothing was written.
    case constraint = "store-constraint"
    /// A row holds something that this program never writes there. The call read and wrote nothing else.
    case corrupt = "store-corrupt"
    /// The file is of a kind or schema that this program does not expect.
    case incompatible = "store-incompatible"
    /// The caller broke the contract, for example by writing outside a transaction.
    case misuse = "store-misuse"
  }

  /// The conclusion that the caller may draw.
  public let kind: Kind
  /// Names the operation, the table and the cure. It holds no personal data.
  public let message: String

  /// - Parameter message: names the operation, the table and the cure, without personal data.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// True if nothing was written and the same work may be tried again.
  public var isTransient: Bool { kind == .full || kind == .busy }

  /// The kind and the message, for logs.
  public var description: String { "\(kind.rawValue): \(message)" }
}
