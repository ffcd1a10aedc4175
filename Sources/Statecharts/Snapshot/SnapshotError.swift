/// A stored snapshot that does not fit its bundle: the file was changed by hand or the bundle is another one.
public struct SnapshotError: Error, Sendable, CustomStringConvertible {
  public let message: String
  public init(_ message: String) { self.message = message }
  public var description: String { "snapshot-unreadable: \(message)" }
}
