/// Comma-separated values (RFC 4180) that a spreadsheet can open.
enum CSV {
  /// A value of a line.
  enum Cell {
    case text(String)
    case number(Int64)
  }

  /// A line with its end, which is CR LF as the standard has it.
  static func line(_ cells: [Cell]) -> String { cells.map(written).joined(separator: ",") + "\r\n" }

  private static func written(_ cell: Cell) -> String {
    switch cell {
    case .number(let number): String(number)
    case .text(let text): quoted(guarded(text))
    }
  }

  /// A spreadsheet takes a text that begins so for a formula and runs it; a mark before it makes it a text.
  private static func guarded(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, ["=", "+", "-", "@", "\t", "\r"].contains(first) else { return text }
    return "'\(text)"
  }

  private static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
