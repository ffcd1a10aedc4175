internal import YAMLTree

/// A reason why a file of skills, weights or lead rules is refused, with its place.
public struct MatchingFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let file: String
  /// From 1.
  public let line: Int
  /// From 1.
  public let column: Int
  public let message: String

  init(_ node: Node, _ message: String) {
    (file, line, column) = (node.file, node.line, node.column)
    self.message = message
  }

  init(_ fault: YAMLFault, file: String) {
    self.file = file
    (line, column) = (fault.place.line, fault.place.column)
    message = fault.cure.isEmpty ? fault.message : "\(fault.message); \(fault.cure)"
  }

  public var description: String { "\(file):\(line):\(column): \(message)" }
}
