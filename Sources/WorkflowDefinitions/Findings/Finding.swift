/// Something wrong with a definition: where, what, and the likely cure. `docs/errors/CODE.md` explains each code.
public struct Finding: Error, Sendable, Hashable, CustomStringConvertible {
  /// How serious a finding is.
  public enum Severity: String, Sendable {
    /// The bundle is not loaded.
    case error
    /// The bundle is loaded; the text is harmless but has no use.
    case warning
  }

  /// Whether the finding prevents loading.
  public var severity: Severity
  /// Stable, kebab-case: `unknown-key`, `missing-target`, `type-mismatch` …
  public var code: String
  /// The file's path below the folder.
  public var file: String
  /// The line, counted from 1.
  public var line: Int
  /// The column, counted from 1 in Unicode code points; a tab counts as one.
  public var column: Int
  /// The line of the first character after the marked text.
  public var endLine: Int
  /// The column of that character; greater than `column` if it is on the same line.
  public var endColumn: Int
  /// One sentence that names the key, the expected and the given value.
  public var message: String
  /// The text to write instead, or the action to take; empty if none is known.
  public var cure: String
  /// The text that a program can substitute for the marked one.
  public var replacement: String?

  /// Creates a finding; without `endLine` and `endColumn` it marks one character.
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

  /// The finding as `booking.yaml:12:7: error: message [code]`, with the cure on a line of its own.
  public var description: String {
    Printable.line(head) + (cure.isEmpty ? "" : "\n  cure: \(Printable.line(cure))")
  }
}
