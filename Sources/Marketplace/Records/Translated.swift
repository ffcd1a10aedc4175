import CEL

/// A text in several languages. English is there always, and stands in for the others.
public struct Translated: Hashable, Sendable {
  /// By language.
  public let texts: [String: String]

  /// The languages that there may be.
  public static let languages = ["en", "de", "es", "fr"]

  /// - Parameter texts: by language.
  public init(_ texts: [String: String]) { self.texts = texts }

  /// True if the English text is there.
  public var hasEnglish: Bool { texts["en"] != nil }

  /// Returns the text in a language, or else in English, with the language that it is in; nil if there is neither.
  public func text(in language: String) -> (text: String, language: String)? {
    if let text = texts[language] { return (text, language) }
    return texts["en"].map { ($0, "en") }
  }

  /// Reads a text that may also be written without its language, which is English then.
  static func readPlain(_ reader: FieldReader, _ name: String, most: Int) -> Translated {
    guard reader.value(name)?.stringValue != nil else { return read(reader, name, most: most) }
    return Translated(reader.text(name, most: most).map { ["en": $0] } ?? [:])
  }

  static func read(_ reader: FieldReader, _ name: String, most: Int = FieldReader.longestText) -> Translated {
    let texts = reader.object(name) { inner in
      var texts: [String: String] = [:]
      for language in languages { texts[language] = inner.text(language, most: most) }
      return texts
    }
    return Translated(texts ?? [:])
  }
}
