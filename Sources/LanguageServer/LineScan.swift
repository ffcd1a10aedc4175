/// One line of YAML, read for its brackets, quotes and comments, and written with the usual blanks.
struct LineScan {
  private(set) var normalized = ""
  /// The brackets that are open behind the line.
  private var depth: Int
  /// The quote that is open behind the line.
  private var quote: Character?
  private(set) var opensBlockScalar = false

  /// True if the next line continues this one.
  var isOpen: Bool { depth > 0 || quote != nil }
  /// True if the next line is text within quotes.
  var isInText: Bool { quote != nil }

  init(_ content: String, after previous: LineScan? = nil) {
    depth = previous?.depth ?? 0
    quote = previous?.quote
    read(Array(content))
  }

  private mutating func read(_ characters: [Character]) {
    var index = 0
    // Whether a value may begin here, which a quote or a bracket then opens.
    var isAtStart = true
    while index < characters.count {
      let character = characters[index]
      if let quote {
        normalized.append(character)
        if character == "\\", quote == "\"", index + 1 < characters.count {
          index += 1
          normalized.append(characters[index])
        } else if character == quote {
          self.quote = nil
          isAtStart = false
        }
        index += 1
        continue
      }
      switch character {
      case "#" where normalized.isEmpty || normalized.last == " " || normalized.last == "\t":
        appendComment(String(characters[index...]))
        return
      case "\"" where isAtStart, "'" where isAtStart:
        quote = character
        normalized.append(character)
      case "{", "[":
        if isAtStart || depth > 0 {
          depth += 1
          normalized.append(character)
          index = skipBlanks(characters, from: index + 1)
          isAtStart = true
          continue
        }
        normalized.append(character)
      case "}", "]":
        if depth > 0 {
          depth -= 1
          while normalized.last == " " { normalized.removeLast() }
        }
        normalized.append(character)
      case "," where depth > 0:
        while normalized.last == " " { normalized.removeLast() }
        normalized.append(character)
        index = blank(characters, from: index + 1)
        isAtStart = true
        continue
      case ":" where index + 1 == characters.count || characters[index + 1] == " ":
        normalized.append(character)
        index = blank(characters, from: index + 1)
        isAtStart = true
        continue
      case "-" where isAtStart && depth == 0 && index + 1 < characters.count && characters[index + 1] == " ":
        normalized.append(character)
        index = blank(characters, from: index + 1)
        continue
      case "|" where isAtStart && depth == 0, ">" where isAtStart && depth == 0:
        opensBlockScalar = true
        normalized += String(characters[index...])
        return
      default: normalized.append(character)
      }
      if character != " " { isAtStart = false }
      index += 1
    }
  }

  private func skipBlanks(_ characters: [Character], from start: Int) -> Int {
    var index = start
    while index < characters.count, characters[index] == " " { index += 1 }
    return index
  }

  /// Writes one blank for any number of them, none at the end of the line, and all before a comment.
  private mutating func blank(_ characters: [Character], from start: Int) -> Int {
    let next = skipBlanks(characters, from: start)
    guard next < characters.count else { return next }
    // Values that stand below each other, and comments behind them, stay aligned.
    if characters[next] == "#" || (depth == 0 && characters[start - 1] == ":") {
      normalized += String(repeating: " ", count: next - start)
    } else if next > start || characters[start - 1] == "," {
      normalized.append(" ")
    }
    return next
  }

  private mutating func appendComment(_ comment: String) {
    normalized += comment
  }
}
