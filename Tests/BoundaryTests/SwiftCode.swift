/// Swift text without its comments and the contents of its string literals, line by line, so that a word in prose or in
/// a message is not taken for code. Interpolations count as contents. Regular expression literals are left as they are.
enum SwiftCode {
  static func lines(of text: String) -> [String] {
    var scanner = Scanner(text: Array(text.utf8))
    return scanner.run().split(separator: 10, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private struct Scanner {
    let text: [UInt8]
    var at = 0
    var out: [UInt8] = []

    private func starts(_ word: StaticString) -> Bool {
      let count = word.utf8CodeUnitCount
      guard at + count <= text.count else { return false }
      return word.withUTF8Buffer { $0.elementsEqual(text[at..<(at + count)]) }
    }

    mutating func run() -> [UInt8] {
      while at < text.count {
        if starts("//") {
          while at < text.count, text[at] != 10 { at += 1 }
        } else if starts("/*") {
          blockComment()
        } else if let hashes = literalStart() {
          string(hashes: hashes)
        } else {
          out.append(text[at])
          at += 1
        }
      }
      return out
    }

    /// Steps over one byte that is not code; lines keep their numbers.
    private mutating func skip() {
      if text[at] == 10 { out.append(10) }
      at += 1
    }

    private mutating func blockComment() {
      var depth = 0
      repeat {
        if starts("/*") {
          depth += 1
          at += 2
        } else if starts("*/") {
          depth -= 1
          at += 2
        } else {
          skip()
        }
      } while depth > 0 && at < text.count
    }

    /// The number of `#` before the quote of a literal that starts here.
    private func literalStart() -> Int? {
      var end = at
      while end < text.count, text[end] == UInt8(ascii: "#") { end += 1 }
      return end < text.count && text[end] == UInt8(ascii: "\"") ? end - at : nil
    }

    private mutating func string(hashes: Int) {
      at += hashes
      let multiline = starts("\"\"\"")
      let quotes = multiline ? 3 : 1
      at += quotes
      out += [UInt8(ascii: "\""), UInt8(ascii: "\"")]
      let closing = [UInt8](repeating: UInt8(ascii: "\""), count: quotes) + hashMarks(hashes)
      let escape = [UInt8(ascii: "\\")] + hashMarks(hashes)
      while at < text.count {
        if text[at...].starts(with: closing) {
          at += closing.count
          return
        }
        if text[at...].starts(with: escape) {
          at += escape.count
          if at < text.count, text[at] == UInt8(ascii: "(") { interpolation() } else if at < text.count { skip() }
        } else if text[at] == 10, !multiline {
          return
        } else {
          skip()
        }
      }
    }

    private mutating func interpolation() {
      var depth = 0
      repeat {
        if let hashes = literalStart() {
          let before = out
          string(hashes: hashes)
          out = before
          continue
        }
        if text[at] == UInt8(ascii: "(") { depth += 1 }
        if text[at] == UInt8(ascii: ")") { depth -= 1 }
        skip()
      } while depth > 0 && at < text.count
    }

    private func hashMarks(_ count: Int) -> [UInt8] { [UInt8](repeating: UInt8(ascii: "#"), count: count) }
  }
}
