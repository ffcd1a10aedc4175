/// Splits text into folded words: lower case, umlauts as two letters, no accents. Everything that is neither a letter
/// nor a digit separates words.
public enum TextFolding {
  /// A longer word is not one that a person wrote; it is left out.
  public static let longestWord = 64

  /// A folded word and how it was written.
  public struct Word: Hashable, Sendable {
    /// The folded word, of at most `longestWord` bytes.
    public let text: String
    /// Two letters or more, all of them capitals: `IT` and not `it`.
    public let isCapitals: Bool
    /// A hyphen joins this word to the next one: the `it` of `it-security`.
    public let isHyphenated: Bool
  }

  /// Returns the words in the order of the text.
  ///
  /// - Parameter limit: words after so many are not read.
  public static func words(_ text: String, limit: Int = .max) -> [Word] {
    var reader = WordReader()
    for letter in text.unicodeScalars {
      if reader.words.count >= limit { break }
      reader.take(letter)
    }
    reader.endWord(isHyphenated: false)
    return Array(reader.words.prefix(limit))
  }
}

/// Collects the letters of one word after the other.
private struct WordReader {
  private(set) var words: [TextFolding.Word] = []
  private var bytes: [UInt8] = []
  private var capitals = 0
  private var letters = 0

  mutating func take(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x61...0x7A:
      bytes.append(UInt8(scalar.value))
      letters += 1
    case 0x30...0x39:
      bytes.append(UInt8(scalar.value))
    case 0x41...0x5A:
      bytes.append(UInt8(scalar.value + 32))
      letters += 1
      capitals += 1
    case 0x300...0x36F:
      // A letter and its accent may come as two: a and U+0308 are ä.
      if scalar.value == 0x308, let last = bytes.last, "aou".utf8.contains(last) { bytes.append(UInt8(ascii: "e")) }
    case 0x27, 0x2019:
      // An apostrophe ends a word, and what follows is a word of its own.
      endWord(isHyphenated: false)
    case 0x2D, 0x2010, 0x2011:
      endWord(isHyphenated: true)
    case 0..<0x80:
      endWord(isHyphenated: false)
    default:
      takeOther(scalar)
    }
  }

  private mutating func takeOther(_ scalar: Unicode.Scalar) {
    guard scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal else {
      return endWord(isHyphenated: false)
    }
    letters += 1
    let lower = scalar.properties.lowercaseMapping
    if scalar.properties.isUppercase { capitals += 1 }
    for letter in lower.unicodeScalars where !(0x300...0x36F).contains(letter.value) {
      if let plain = LatinLetters.plain(letter) {
        plain.withUTF8Buffer { bytes.append(contentsOf: $0) }
      } else {
        bytes.append(contentsOf: String(letter).utf8)
      }
    }
  }

  mutating func endWord(isHyphenated: Bool) {
    if !bytes.isEmpty, bytes.count <= TextFolding.longestWord {
      words.append(
        TextFolding.Word(
          text: String(decoding: bytes, as: UTF8.self), isCapitals: letters >= 2 && capitals == letters,
          isHyphenated: isHyphenated))
    }
    bytes.removeAll(keepingCapacity: true)
    (capitals, letters) = (0, 0)
  }
}
