/// All findings of a bundle at once.
public struct Findings: Error, Sendable, CustomStringConvertible {
  public var list: [Finding]
  public init(_ list: [Finding]) { self.list = list }
  public var description: String { list.map(\.description).joined(separator: "\n") }
}
