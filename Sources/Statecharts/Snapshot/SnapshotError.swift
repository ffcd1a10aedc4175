/// A stored snapshot that does not fit its bundle, because the store was changed by hand or the bundle is another one.
public struct SnapshotError: Error, Sendable, CustomStringConvertible {
  /// A description that names the field and what is wrong with it.
  public let message: String
  /// Creates an error with a description.
  public init(_ message: String) { self.message = message }
  /// The description after the stable code `snapshot-unreadable`.
  public var description: String { "snapshot-unreadable: \(message)" }
}
