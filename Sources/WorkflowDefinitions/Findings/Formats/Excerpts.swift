internal import YAMLTree

/// Quotes lines of the checked files and marks a finding's extent below them.
struct Excerpts {
  /// The most terminal columns that a quoted line may take.
  static let width = 110
  private var texts: [String: SourceText] = [:]

  init(_ files: [SourceFile]) {
    for file in files { texts[file.path] = SourceText(file.text) }
  }

  /// The finding's line unchanged; empty if the file does not have that line.
  func line(_ finding: Finding) -> String {
    guard let scalars = scalars(finding) else { return "" }
    return String(String.UnicodeScalarView(scalars))
  }

  /// The line with `^~~~` below the marked text. A long line is cut on both sides.
  func marked(_ finding: Finding) -> String {
    guard let scalars = scalars(finding) else { return "" }
    let start = min(finding.column - 1, scalars.count)
    let last = finding.endLine == finding.line ? finding.endColumn - 1 : scalars.count
    let window = window(scalars, around: start)
    let end = max(start + 1, min(last, max(start + 1, window.upperBound)))
    let number = String(finding.line)
    let cut = window.lowerBound > 0 ? "…" : ""
    let text = window.map { Printable.glyph(scalars[$0]) }.joined()
    // A tab is copied as a tab, so that the mark stays below its character whatever the terminal's tab width.
    let indent = (window.lowerBound..<start).map { place -> String in
      scalars[place] == "\t" ? "\t" : String(repeating: " ", count: Printable.columns(scalars[place]))
    }.joined()
    let marked = (start..<end).reduce(0) { $0 + ($1 < scalars.count ? Printable.columns(scalars[$1]) : 1) }
    let mark = "^" + String(repeating: "~", count: max(0, marked - 1))
    let margin = String(repeating: " ", count: number.count)
    let tail = window.upperBound < scalars.count ? "…" : ""
    return "  \(number) | \(cut)\(text)\(tail)\n  \(margin) | \(cut.isEmpty ? "" : " ")\(indent)\(mark)"
  }

  private func scalars(_ finding: Finding) -> [Unicode.Scalar]? {
    guard let lines = texts[finding.file]?.lines, lines.indices.contains(finding.line - 1), finding.column >= 1 else {
      return nil
    }
    return lines[finding.line - 1]
  }

  private func window(_ scalars: [Unicode.Scalar], around start: Int) -> Range<Int> {
    if scalars.count <= Self.width { return 0..<scalars.count }
    let from = max(0, min(start - Self.width / 3, scalars.count - Self.width))
    return from..<min(scalars.count, from + Self.width)
  }
}

/// Makes text safe for a terminal: escape sequences in a checked file must not reach it.
enum Printable {
  /// Returns the text without control characters.
  static func line(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  static func glyph(_ scalar: Unicode.Scalar) -> String {
    scalar == "\t" ? "\t" : isControl(scalar) ? "\u{FFFD}" : String(scalar)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    // Characters that change the direction of the text after them.
    case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    default: false
    }
  }

  /// The columns that a character takes: none for combining marks, two for wide East Asian characters and emoji.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    case 0x200D, 0xFE0E, 0xFE0F: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
