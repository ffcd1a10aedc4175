/// Something wrong with a definition: where, what, and the likely cure. `docs/errors/CODE.md` explains each code.
public struct Finding: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Severity: String, Sendable {
    /// The bundle is not loaded.
    case error
    /// The bundle is loaded: what is written does no harm, and no good.
    case warning
  }

  public var severity: Severity
  /// Stable, kebab-case: `unknown-key`, `missing-target`, `type-mismatch` …
  public var code: String
  public var file: String
  /// From 1.
  public var line: Int
  /// From 1, in characters (Unicode code points; a tab is one).
  public var column: Int
  /// The line of the first character behind what is meant.
  public var endLine: Int
  /// The column of that character; greater than `column` on the same line.
  public var endColumn: Int
  public var message: String
  /// The text to write instead, or the thing to do; empty if nothing is known.
  public var cure: String
  /// The text that replaces the marked one, where a program can do it.
  public var replacement: String?

  public init(
    _ severity: Severity = .error, code: String, file: String, line: Int, column: Int, endLine: Int? = nil,
    endColumn: Int? = nil, message: String, cure: String = "", replacement: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.file = file
    self.line = line
    self.column = column
    self.endLine = endLine ?? line
    self.endColumn = endColumn ?? column + 1
    self.message = message
    self.cure = cure
    self.replacement = replacement
  }

  /// `booking.yaml:12:7: error: message [code]` and the cure on a line of its own.
  public var description: String {
    Printable.line(head) + (cure.isEmpty ? "" : "\n  cure: \(Printable.line(cure))")
  }
}
