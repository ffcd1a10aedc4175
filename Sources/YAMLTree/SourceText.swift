/// A file's text in lines, to find the end of a node and the place of a part of a scalar.
package struct SourceText: Sendable {
  /// The lines without their line breaks.
  package let lines: [[Unicode.Scalar]]

  /// Splits a text into lines.
  package init(_ source: String) {
    var lines: [[Unicode.Scalar]] = [[]]
    var previous: Unicode.Scalar = " "
    for scalar in source.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r": lines.append([])
      default: lines[lines.count - 1].append(scalar)
      }
      previous = scalar
    }
    self.lines = lines
  }

  /// The character at a place; nil at the end of a line and beyond the text.
  package subscript(place: Place) -> Unicode.Scalar? {
    guard lines.indices.contains(place.line - 1), place.column >= 1, place.column <= lines[place.line - 1].count else {
      return nil
    }
    return lines[place.line - 1][place.column - 1]
  }

  /// The extent of a node: a scalar with its quotes, or a flow collection with its brackets. For a block collection it
  /// is the first key, so that a finding about a whole file does not mark all of it.
  package func extent(of node: Node) -> Extent {
    let start = Place(line: node.line, column: node.column)
    switch node.content {
    case .scalar(let text, _):
      let scalar = ScalarPlaces(in: self, from: start, count: node.skipped + text.utf8.count)
      if node.skipped == 0 { return extent(from: start, to: scalar.end) }
      return extent(from: scalar[node.skipped], to: scalar[node.skipped + text.utf8.count])
    case .mapping(let entries):
      if self[start] == "{" { return flow(from: start, children: entries.flatMap { [$0.key, $0.value] }) }
      return entries.first.map { extent(of: $0.key) } ?? point(start)
    case .sequence(let items):
      if self[start] == "[" { return flow(from: start, children: items) }
      return point(start)
    }
  }

  /// For an extent without characters one place is marked.
  private func extent(from start: Place, to end: Place) -> Extent {
    end > start ? Extent(start: start, end: end) : point(start)
  }

  private func point(_ start: Place) -> Extent {
    Extent(start: start, end: Place(line: start.line, column: start.column + 1))
  }

  private func flow(from start: Place, children: [Node]) -> Extent {
    var place = children.map { extent(of: $0).end }.max() ?? Place(line: start.line, column: start.column + 1)
    let closing: Unicode.Scalar = self[start] == "{" ? "}" : "]"
    while place.line <= lines.count {
      switch self[place] {
      case closing: return Extent(start: start, end: Place(line: place.line, column: place.column + 1))
      case nil, "#": place = Place(line: place.line + 1, column: 1)
      default: place.column += 1
      }
    }
    return point(start)
  }
}
