/// Why a document cannot be run.
public struct DocumentError: Error, Sendable, CustomStringConvertible {
  public var file: String
  /// From 1; 0 if unknown.
  public var line: Int
  public var message: String

  init(file: String = "", line: Int = 0, _ message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String { "\(file):\(line): \(message)" }
}
