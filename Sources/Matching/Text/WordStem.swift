/// Light stemming for English and German at once. The endings that both languages share with Latin fall off, so that
/// `Optimierung`, `optimieren` and `optimization` are one term, as are `strategy`, `strategies` and `Strategien`.
enum WordStem {
  /// At least so many letters stay.
  private static let shortest = 4

  /// Longer endings stand before those that they end in.
  private static let endings: [[UInt8]] = [
    "isierungen", "izations", "isations", "isierung", "ierungen", "ization", "isation", "isieren", "ationen", "ations",
    "ierung", "ieren", "ation", "ators", "ating", "izing", "ments", "ungen", "ator", "ated", "ment", "ings",
    "ions", "ung", "ing", "ion", "ize", "ise", "ate", "ers", "ors", "er", "or", "ed", "en", "es", "ly", "em", "e", "n",
    "s",
  ].map { Array($0.utf8) }

  static func of(_ word: String) -> String {
    var bytes = Array(word.utf8)
    guard bytes.count >= shortest, bytes.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) else { return word }
    dropPlural(&bytes)
    for ending in endings where bytes.count >= ending.count + shortest && bytes.ends(with: ending) {
      bytes.removeLast(ending.count)
      break
    }
    let last = bytes[bytes.count - 1]
    if bytes.count > shortest, last == bytes[bytes.count - 2], !"ls".utf8.contains(last) { bytes.removeLast() }
    if last == UInt8(ascii: "y") { bytes[bytes.count - 1] = UInt8(ascii: "i") }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func dropPlural(_ bytes: inout [UInt8]) {
    if bytes.ends(with: "ies".utf8) {
      bytes.replaceSubrange((bytes.count - 3)..., with: [UInt8(ascii: "y")])
    } else if bytes.count > 3, bytes.last == UInt8(ascii: "s"),
      !["ss", "us", "is"].contains(where: { bytes.ends(with: $0.utf8) })
    {
      bytes.removeLast()
    }
  }
}

extension [UInt8] {
  func ends(with ending: some BidirectionalCollection<UInt8>) -> Bool {
    count >= ending.count && suffix(ending.count).elementsEqual(ending)
  }
}
