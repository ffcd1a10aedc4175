/// The terms of a text: its words without stop words, stemmed.
public enum SearchTerms {
  /// So many terms of a request are used.
  public static let limit = 256

  /// Returns the terms in the order of the text. Repeated words are kept.
  ///
  /// - Parameter limit: the largest number of terms.
  public static func of(_ text: String, limit: Int = .max) -> [String] {
    of(TextFolding.words(text), limit: limit)
  }

  static func of(_ words: [TextFolding.Word], limit: Int = .max) -> [String] {
    var terms: [String] = []
    for word in words where !StopWords.contains(word) {
      if terms.count >= limit { break }
      terms.append(WordStem.of(word.text))
    }
    return terms
  }
}
