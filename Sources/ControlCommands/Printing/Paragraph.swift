/// Text in lines of a given width.
enum Paragraph {
  /// Breaks text between words; a word that is longer than a line has a line of its own.
  ///
  /// - Parameters:
  ///   - width: the characters of a line without the indentation.
  ///   - indent: the spaces before all lines but the first.
  static func wrap(_ text: String, width: Int, indent: Int = 0) -> String {
    flow(text.split(separator: " ", omittingEmptySubsequences: false).map(String.init), gap: " ", width, indent)
  }

  /// Breaks text between parts that belong together; parts are two spaces apart.
  static func flow(_ parts: [String], width: Int, indent: Int) -> String {
    let lines = flow(parts.filter { !$0.isEmpty }, gap: "  ", width, indent).split(separator: "\n")
    // A part that is longer than a line is broken between its words and indented further.
    return lines.map { line in
      let words = line.drop { $0 == " " }
      guard words.count > width else { return String(line) }
      return line.prefix(line.count - words.count) + wrap(String(words), width: width, indent: indent + 2)
    }.joined(separator: "\n")
  }

  private static func flow(_ parts: [String], gap: String, _ width: Int, _ indent: Int) -> String {
    var lines: [String] = []
    for part in parts {
      if let line = lines.last, line.count + gap.count + part.count <= width {
        lines[lines.count - 1] = line + gap + part
      } else {
        lines.append(part)
      }
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }

  /// A command, broken before its options in a form that a shell accepts.
  static func command(_ text: String, width: Int, indent: Int) -> String {
    guard text.count > width else { return text }
    var parts: [String] = []
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if word.hasPrefix("--") || parts.isEmpty {
        parts.append(String(word))
      } else {
        parts[parts.count - 1] += " \(word)"
      }
    }
    return parts.joined(separator: " \\\n" + String(repeating: " ", count: indent + 2))
  }

  static func indented(_ text: String, by count: Int = 2) -> String {
    let margin = String(repeating: " ", count: count)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : margin + $0 }
      .joined(separator: "\n")
  }
}
