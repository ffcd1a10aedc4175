/// What a store can answer instead of doing what it was asked. The engine decides by `kind` alone.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  /// What the caller may conclude.
  public enum Kind: String, Sendable {
    /// No space: nothing was written; drop what was stepped and try again later.
    case full = "store-full"
    /// Another process holds the file: nothing was written; try again.
    case busy = "store-busy"
    /// I/O error, failed sync or corruption: whether the commit happened is unknown. Leave the process and let recovery
    /// decide.
    case ambiguous = "store-ambiguous"
    /// A row was not in the version that the write asserted. Nothing was written.
    case conflict = "store-conflict"
    /// A unique key, a check or a foreign key refused the write.
    case constraint = "store-constraint"
    /// A row holds something that this program never writes there. Nothing was read or written by this call.
    case corrupt = "store-corrupt"
    /// The file is of another kind or schema than this program expects.
    case incompatible = "store-incompatible"
    /// The caller broke the contract, for example a write outside a transaction.
    case misuse = "store-misuse"
  }

  public let kind: Kind
  /// What was asked, of which table, and what the cure is. No personal data.
  public let message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// True if nothing was written and the same work may be tried again.
  public var isTransient: Bool { kind == .full || kind == .busy }

  public var description: String { "\(kind.rawValue): \(message)" }
}
