internal import YAMLTree

/// A text by lines, to convert places between the reader, which counts code points from 1, and the protocol, which
/// counts UTF-16 from 0.
struct TextLines {
  private let source: SourceText

  init(_ text: String) { source = SourceText(text) }

  /// The number of lines.
  var count: Int { source.lines.count }

  /// Returns a line from 0; empty beyond the text.
  subscript(line: Int) -> String {
    guard source.lines.indices.contains(line) else { return "" }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: source.lines[line])
    return String(text)
  }

  func position(_ place: Place) -> (line: Int, character: Int) {
    guard source.lines.indices.contains(place.line - 1) else { return (max(0, place.line - 1), 0) }
    let before = source.lines[place.line - 1].prefix(max(0, place.column - 1))
    return (place.line - 1, before.reduce(0) { $0 + UTF16.width($1) })
  }

  func place(line: Int, character: Int) -> Place {
    guard source.lines.indices.contains(line) else { return Place(line: line + 1, column: 1) }
    var column = 1
    var units = 0
    for scalar in source.lines[line] where units < character {
      units += UTF16.width(scalar)
      column += 1
    }
    return Place(line: line + 1, column: column)
  }

  /// The place behind the last character.
  var end: Place { Place(line: max(1, count), column: (source.lines.last?.count ?? 0) + 1) }

  func extent(of node: Node) -> Extent { source.extent(of: node) }

  /// Returns the extent of a part of a scalar's value, in bytes.
  func extent(of node: Node, offset: Int, length: Int) -> Extent {
    let count = node.skipped + (node.text?.utf8.count ?? 0)
    let places = ScalarPlaces(in: source, from: Place(line: node.line, column: node.column), count: count)
    let start = places[node.skipped + offset]
    guard length > 0 else { return Extent(start: start, end: start) }
    let last = places[node.skipped + offset + length - 1]
    return Extent(start: start, end: Place(line: last.line, column: last.column + 1))
  }
}
