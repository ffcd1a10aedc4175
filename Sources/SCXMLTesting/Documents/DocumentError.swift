/// The reason why a document cannot be run.
public struct DocumentError: Error, Sendable, CustomStringConvertible {
  /// The name of the document; empty if it is not known.
  public var file: String
  /// The line, from 1; 0 if it is not known.
  public var line: Int
  /// A description of the fault.
  public var message: String

  init(file: String = "", line: Int = 0, _ message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  /// The fault as `file:line: message`.
  public var description: String { "\(file):\(line): \(message)" }
}
