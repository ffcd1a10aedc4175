/// All findings of a load, thrown together.
public struct Findings: Error, Sendable, CustomStringConvertible {
  /// The findings in the order of the files and places.
  public var list: [Finding]
  /// Creates the error from its findings.
  public init(_ list: [Finding]) { self.list = list }
  /// One finding a line, each followed by its cure.
  public var description: String { list.map(\.description).joined(separator: "\n") }
}
