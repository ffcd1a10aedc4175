internal import Yams

/// Translates the parser's error into terms of the text, at the place of the mistake.
struct SyntaxFault {
  let text: SourceText

  init(source: String) { text = SourceText(source) }

  func fault(for error: YamlError) -> YAMLFault {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      broken(problem, at: place(mark), context: context)
    case .duplicatedKeysInMapping(let duplicates, let context):
      duplicate(duplicates, first: place(context.mark))
    case .reader:
      YAMLFault(
        .syntax, at: firstControl ?? Place(line: 1, column: 1), "the file is not text: a control character",
        cure: "save it as text in UTF-8")
    default:
      YAMLFault(.syntax, at: Place(line: 1, column: 1), "\(error)", cure: Self.cure)
    }
  }

  private static let cure = "check the quotes, brackets and indentation around this place"

  private func place(_ mark: Mark) -> Place { Place(line: mark.line, column: mark.column) }

  private func broken(_ problem: String, at place: Place, context: YamlError.Context?) -> YAMLFault {
    let begin = context.map { self.place($0.mark) } ?? place
    func told(_ message: String, _ cure: String, at other: Place? = nil) -> YAMLFault {
      YAMLFault(.syntax, at: other ?? place, message, cure: cure)
    }
    switch problem {
    case "found character that cannot start any token":
      guard let character = text[place], character != "\t" else {
        return told("a tab: YAML is indented with blanks", "blanks instead of the tab")
      }
      return told("a value cannot begin with '\(character)'", "put it in quotes")
    case "did not find expected ',' or '}'", "did not find expected ',' or ']'":
      let bracket = problem.hasSuffix("'}'") ? "}" : "]"
      if begin.line == place.line {
        return told("expected ',' or '\(bracket)'", "a comma between the entries, quotes around a text that holds one")
      }
      return told("this bracket is never closed", "close it with '\(bracket)'", at: begin)
    case "did not find expected key":
      return told(
        "this line belongs to no mapping above it: the one around it begins on line \(begin.line), column \(begin.column)",
        "begin all keys of a mapping in the same column")
    case "did not find expected '-' indicator":
      return told(
        "this line is no entry of the list that begins on line \(begin.line), column \(begin.column)",
        "begin all entries of a list with '- ' in the same column")
    case "mapping values are not allowed in this context":
      return told(
        "a ':' where no value can begin", "quotes around a text that holds ': ', or the indentation of this line")
    case "could not find expected ':'":
      return told("a key without ':'", "key: value", at: begin)
    case "block sequence entries are not allowed in this context":
      return told("a list cannot begin here", "begin it on a line of its own")
    case "found unexpected end of stream" where context?.text.contains("quoted") == true:
      return told("this quote is never closed", "close it, or write it twice if it belongs to the text", at: begin)
    case "but found another document", "found unexpected document indicator",
      "did not find expected <document start>":
      return told("a second document begins here: a file holds one", "a file of its own for what follows")
    default:
      return told(problem, Self.cure)
    }
  }

  private func duplicate(_ keys: [String], first: Place) -> YAMLFault {
    let key = keys.first ?? ""
    let again = second(key, after: first)
    return YAMLFault(
      .duplicateKey, at: again ?? first,
      "the key '\(key)' stands here again" + (again == nil ? "" : ": it is on line \(first.line) already"),
      cure: "keep one of them", given: key)
  }

  /// The next place of a key in the same mapping: in the same column of a later line, or later in the same line.
  private func second(_ key: String, after first: Place) -> Place? {
    let wanted = Array(key.unicodeScalars)
    func isKey(at place: Place) -> Bool {
      var column = place.column
      let quote = text[place].flatMap { $0 == "'" || $0 == "\"" ? $0 : nil }
      if quote != nil { column += 1 }
      for scalar in wanted {
        guard text[Place(line: place.line, column: column)] == scalar else { return false }
        column += 1
      }
      if quote != nil { column += 1 }
      while text[Place(line: place.line, column: column)] == " " { column += 1 }
      return text[Place(line: place.line, column: column)] == ":"
    }
    var column = first.column + wanted.count
    while let scalar = text[Place(line: first.line, column: column)] {
      let next = Place(line: first.line, column: column + 1)
      if scalar == " " || scalar == "," || scalar == "{", isKey(at: next) { return next }
      column += 1
    }
    for line in text.lines.indices.dropFirst(first.line) {
      let scalars = text.lines[line]
      guard let start = scalars.firstIndex(where: { $0 != " " }), scalars[start] != "#" else { continue }
      if start < first.column - 1 { return nil }
      let place = Place(line: line + 1, column: first.column)
      if start == first.column - 1, isKey(at: place) { return place }
    }
    return nil
  }

  private var firstControl: Place? {
    for (line, scalars) in text.lines.enumerated() {
      let column = scalars.firstIndex { ($0.value < 32 && $0 != "\t") || (127..<160).contains($0.value) }
      if let column { return Place(line: line + 1, column: column + 1) }
    }
    return nil
  }
}
