/// Maps the bytes of a scalar's value to their places in the file, across quotes, escapes, folded lines and indentation
/// (YAML 1.2.2, chapters 7 and 8).
package struct ScalarPlaces {
  /// The places by byte of the value.
  private var places: [Place] = []
  /// The place after the last character, the closing quote included.
  package private(set) var end: Place
  private let text: SourceText
  private let count: Int
  private var at: Place

  /// Computes the places.
  ///
  /// - Parameter count: the number of bytes of the value, which is where a plain scalar ends.
  package init(in text: SourceText, from start: Place, count: Int) {
    self.text = text
    self.count = count
    (at, end) = (start, start)
    switch text[start] {
    case "\"": quoted("\"")
    case "'": quoted("'")
    case "|", ">": block(isFolded: text[start] == ">")
    default: plain()
    }
  }

  /// The place of a byte; the end for offsets behind the value.
  package subscript(offset: Int) -> Place { offset < places.count ? places[max(0, offset)] : behind }

  private var behind: Place {
    places.last.map { Place(line: $0.line, column: $0.column + 1) } ?? end
  }

  private var isFull: Bool { places.count >= count }

  private mutating func emit(_ bytes: Int, width: Int = 1) {
    places += Array(repeating: at, count: bytes)
    at.column += width
  }

  private mutating func plain() {
    while !isFull, at.line <= text.lines.count {
      if isAtLineEnd { fold() } else { emit(length(text[at])) }
    }
    end = at
  }

  private mutating func quoted(_ quote: Unicode.Scalar) {
    at.column += 1
    while at.line <= text.lines.count {
      switch text[at] {
      case quote where quote == "'" && text[ahead(1)] == "'": emit(1, width: 2)
      case quote:
        at.column += 1
        end = at
        return
      case "\\" where quote == "\"": escape()
      default: if isAtLineEnd { fold() } else { emit(length(text[at])) }
      }
    }
    end = at
  }

  private mutating func escape() {
    guard let letter = text[ahead(1)] else {
      // An escaped line break adds nothing.
      at = Place(line: at.line + 1, column: 1)
      skipBlanks()
      return
    }
    let digits =
      switch letter {
      case "x": 2;
      case "u": 4;
      case "U": 8;
      default: 0
      }
    let code = (0..<digits).reduce(UInt32(0)) { code, digit in
      code << 4 | UInt32(text[ahead(2 + digit)].flatMap { Int(String($0), radix: 16) } ?? 0)
    }
    let bytes =
      switch letter {
      case "N", "_": 2
      case "L", "P": 3
      case "x", "u", "U": length(Unicode.Scalar(code))
      default: 1
      }
    emit(bytes, width: 2 + digits)
  }

  private mutating func block(isFolded: Bool) {
    at = Place(line: at.line + 1, column: 1)
    var first = at.line
    while first <= text.lines.count, isBlank(first) { first += 1 }
    let indent = first <= text.lines.count ? indentation(first) : 0
    while !isFull, at.line <= text.lines.count {
      let line = text.lines[at.line - 1]
      let isMore = line.count > indent && (line[indent] == " " || line[indent] == "\t")
      at.column = min(indent, line.count) + 1
      while !isFull, text[at] != nil { emit(length(text[at])) }
      if at.column > indent + 1 { end = at }
      var breaks = 1
      while isFolded, at.line + breaks <= text.lines.count, isBlank(at.line + breaks) { breaks += 1 }
      let next = at.line + breaks
      let follows = next <= text.lines.count ? text.lines[next - 1] : []
      let nextIsMore = follows.count > indent && (follows[indent] == " " || follows[indent] == "\t")
      // A single break between two lines of text becomes a space; of several the first is dropped; around indented
      // lines all count.
      let isFolding = isFolded && !isMore && !nextIsMore
      if !isFull { places += Array(repeating: at, count: isFolding && breaks > 1 ? breaks - 1 : breaks) }
      at = Place(line: next, column: 1)
    }
  }

  /// Folds the spaces before a line break, the break and the next line's indentation: into a space, or into as many
  /// breaks as there are empty lines.
  private mutating func fold() {
    let start = at
    var empty = 0
    at = Place(line: at.line + 1, column: 1)
    while at.line <= text.lines.count, isBlank(at.line) {
      empty += 1
      at.line += 1
    }
    places += Array(repeating: start, count: max(1, empty))
    skipBlanks()
  }

  private mutating func skipBlanks() {
    while text[at] == " " || text[at] == "\t" { at.column += 1 }
  }

  private var isAtLineEnd: Bool {
    var place = at
    while text[place] == " " || text[place] == "\t" { place.column += 1 }
    return text[place] == nil
  }

  private func ahead(_ columns: Int) -> Place { Place(line: at.line, column: at.column + columns) }

  private func isBlank(_ line: Int) -> Bool { text.lines[line - 1].allSatisfy { $0 == " " || $0 == "\t" } }

  private func indentation(_ line: Int) -> Int { text.lines[line - 1].prefix { $0 == " " }.count }

  private func length(_ scalar: Unicode.Scalar?) -> Int { scalar.map { UTF8.width($0) } ?? 1 }
}
