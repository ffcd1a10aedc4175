internal import YAMLTree

/// A reason why a file of skills, weights or lead rules is refused, with its place.
public struct MatchingFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the file, as it was given to the reader.
  public let file: String
  /// From 1.
  public let line: Int
  /// From 1.
  public let column: Int
  /// The reason in English, with a cure where one is known, and without the place.
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

  /// The place and the message, as `file:line:column: message`.
  public var description: String { "\(file):\(line):\(column): \(message)" }
}
