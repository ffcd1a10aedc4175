/// Splits German compounds into two words that the taxonomy knows: `Fertigungsoptimierung` into `Fertigung` and
/// `Optimierung`.
struct CompoundSplitter: Sendable {
  /// Neither part is shorter.
  static let shortestPart = 4
  /// Letters that join the parts.
  private static let joints = ["", "s", "es", "n", "en", "e"]

  private let known: Set<String>

  /// - Parameter words: folded.
  init(_ words: [String]) {
    known = Set(words.filter { $0.utf8.count >= Self.shortestPart }.map { WordStem.of($0) })
  }

  /// The terms of a text; a word that is not known and has two known parts becomes two terms.
  func terms(of words: [TextFolding.Word]) -> [String] {
    var terms: [String] = []
    for word in words where !StopWords.contains(word) {
      let stem = WordStem.of(word.text)
      if !known.contains(stem), let (first, second) = parts(of: word.text) {
        terms.append(first)
        terms.append(second)
      } else {
        terms.append(stem)
      }
    }
    return terms
  }

  /// The terms of a name with each compound in its parts, whether or not the whole word is known.
  func allParts(of words: [TextFolding.Word]) -> [String] {
    words.filter { !StopWords.contains($0) }.flatMap { word -> [String] in
      guard let (first, second) = parts(of: word.text) else { return [WordStem.of(word.text)] }
      return [first, second]
    }
  }

  /// The longest known first part whose rest is known too.
  private func parts(of word: String) -> (String, String)? {
    let letters = Array(word.utf8)
    guard letters.count >= 2 * Self.shortestPart else { return nil }
    for length in stride(from: letters.count - Self.shortestPart, through: Self.shortestPart, by: -1) {
      let first = WordStem.of(String(decoding: letters[..<length], as: UTF8.self))
      guard known.contains(first) else { continue }
      for joint in Self.joints where letters[length...].starts(with: joint.utf8) {
        let rest = letters[(length + joint.utf8.count)...]
        guard rest.count >= Self.shortestPart else { continue }
        let second = WordStem.of(String(decoding: rest, as: UTF8.self))
        if known.contains(second) { return (first, second) }
      }
    }
    return nil
  }
}
