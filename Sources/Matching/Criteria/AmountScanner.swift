/// Cuts a text into numbers, currency signs, dashes and folded words.
enum AmountScanner {
  enum Token: Equatable {
    /// In hundredths.
    case amount(Int64)
    case symbol(String)
    case dash
    case word(String)
  }

  /// Amounts have at most so many digits before the decimal sign.
  private static let mostDigits = 12

  static func tokens(_ text: String) -> [Token] {
    var tokens: [Token] = []
    let letters = Array(text.unicodeScalars)
    var place = 0
    while place < letters.count {
      let letter = letters[place]
      switch letter {
      case "0"..."9":
        var end = place
        while end < letters.count, isPartOfNumber(letters, end) { end += 1 }
        tokens.append(amount(letters[place..<end]).map { .amount($0) } ?? .word(""))
        place = end
        continue
      case "€": tokens.append(.symbol("EUR"))
      case "£": tokens.append(.symbol("GBP"))
      case "$": tokens.append(.symbol("USD"))
      case "-", "–", "—", "‐", "‑":
        if case .amount? = tokens.last { tokens.append(.dash) }
      default:
        if letter.properties.isAlphabetic {
          var end = place
          while end < letters.count, letters[end].properties.isAlphabetic || letters[end].value == 0x308 { end += 1 }
          let word = TextFolding.words(String(String.UnicodeScalarView(letters[place..<end]))).first?.text
          tokens.append(.word(word ?? ""))
          place = end
          continue
        }
      }
      place += 1
    }
    return tokens
  }

  /// Digits, and signs between two digits. A space groups only before exactly three digits.
  private static func isPartOfNumber(_ letters: [Unicode.Scalar], _ place: Int) -> Bool {
    if isDigit(letters, place) { return true }
    guard place > 0, isDigit(letters, place - 1), isDigit(letters, place + 1) else { return false }
    switch letters[place] {
    case ".", ",", "'", "’": return true
    case " ", "\u{A0}", "\u{202F}":
      return isDigit(letters, place + 2) && isDigit(letters, place + 3) && !isDigit(letters, place + 4)
    default: return false
    }
  }

  private static func isDigit(_ letters: [Unicode.Scalar], _ place: Int) -> Bool {
    letters.indices.contains(place) && ("0"..."9").contains(letters[place])
  }

  /// The last `.` or `,` is a decimal sign unless exactly three digits follow it.
  private static func amount(_ letters: ArraySlice<Unicode.Scalar>) -> Int64? {
    var whole = letters
    var fraction: ArraySlice<Unicode.Scalar> = []
    if let mark = letters.lastIndex(where: { $0 == "." || $0 == "," }), letters.endIndex - mark != 4 {
      whole = letters[..<mark]
      fraction = letters[(mark + 1)...]
    }
    let digits = whole.filter { ("0"..."9").contains($0) }
    guard digits.count <= mostDigits else { return nil }
    let cents = (Array(fraction.prefix(2)) + ["0", "0"]).prefix(2)
    return (digits + cents).reduce(0) { $0 * 10 + Int64($1.value - 48) }
  }
}
