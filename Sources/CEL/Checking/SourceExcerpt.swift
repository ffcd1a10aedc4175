/// Renders a place in a source for people: the line with its number, and carets under the place.
///
///     1 | context.prise > 3
///       |         ^^^^^ 'prise' is not a field of context; did you mean 'price'?
enum SourceExcerpt {
  /// The most code points shown of a line. Of a longer line, the part around the place is shown.
  private static let width = 120

  /// Renders the excerpt and the message.
  ///
  /// - Parameters:
  ///   - offset: UTF-8 bytes; a place beyond the source is taken as its end.
  ///   - length: UTF-8 bytes; a place that spans lines is shown in its first line.
  static func render(_ source: String, offset: Int, length: Int, message: String) -> String {
    let bytes = Array(source.utf8)
    let offset = min(max(offset, 0), bytes.count)
    let lineStart = bytes[..<offset].lastIndex(of: 10).map { $0 + 1 } ?? 0
    let lineEnd = bytes[offset...].firstIndex(of: 10) ?? bytes.count
    let number = String(bytes[..<lineStart].reduce(1) { $0 + ($1 == 10 ? 1 : 0) })
    func scalars(_ range: Range<Int>) -> [Unicode.Scalar] {
      Array(String(decoding: bytes[range], as: UTF8.self).unicodeScalars)
    }
    var before = scalars(lineStart..<offset)
    let marked = max(1, scalars(offset..<min(lineEnd, max(offset, offset + max(length, 0)))).count)
    var after = scalars(offset..<lineEnd)
    if before.count + after.count > width {
      if before.count > width / 2 { before = ["…"] + before.suffix(width / 2 - 1) }
      let room = width - before.count
      if after.count > room { after = after.prefix(room - 1) + ["…"] }
    }
    // A tab stays a tab, so that the carets stand under the place at any tab width. Invisible characters become spaces.
    func shown(_ scalars: [Unicode.Scalar]) -> String {
      var view = String.UnicodeScalarView()
      for scalar in scalars {
        view.append(scalar == "\t" || scalar.properties.generalCategory != .control ? scalar : " ")
      }
      return String(view)
    }
    let gutter = String(repeating: " ", count: number.utf8.count)
    var indent = ""
    for scalar in before { indent += scalar == "\t" ? "\t" : " " }
    let carets = String(repeating: "^", count: min(marked, max(1, after.count)))
    return "\(number) | \(shown(before + after))\n\(gutter) | \(indent)\(carets) \(message)"
  }
}

extension CELIssue {
  /// Returns the line of the source with carets under the place, then the message and the hint. There is no final line
  /// break.
  public func rendered(source: String) -> String {
    SourceExcerpt.render(
      source, offset: offset, length: length, message: message + (hint.map { "; \($0)" } ?? ""))
  }
}

extension CELIssues {
  /// Returns all issues as `CELIssue.rendered` does, in the order of the text.
  public func rendered(source: String) -> String {
    issues.map { $0.rendered(source: source) }.joined(separator: "\n")
  }
}

extension EvaluationError {
  /// Returns the line of the source with a caret under the place, then the message; the message alone if the error has
  /// no place.
  public func rendered(source: String) -> String {
    offset < 0 ? message : SourceExcerpt.render(source, offset: offset, length: 1, message: message)
  }
}
