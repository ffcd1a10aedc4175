/// The languages of the site.
public enum SiteLanguage: String, Hashable, Sendable, CaseIterable {
  case en, de

  /// Its own name.
  public var ownName: String { self == .en ? "English" : "Deutsch" }
}

/// A text of the catalogue in the language that it is in, which need not be the page's.
public struct Passage: Hashable, Sendable {
  /// The text, not escaped.
  public let text: String
  /// The language of the text, such as `en`.
  public let language: String

  /// Creates a passage from its fields.
  public init(_ text: String, _ language: String) { (self.text, self.language) = (text, language) }
}

/// A text of the site in both languages. `{}` stands for what is put in.
public struct Wording: Hashable, Sendable {
  /// The English text.
  public let en: String
  /// The German text.
  public let de: String

  init(_ en: String, _ de: String) { (self.en, self.de) = (en, de) }

  func text(_ language: SiteLanguage) -> String { language == .en ? en : de }
}

extension SiteLanguage {
  /// Returns a text of the site, with what is put in for each `{}`.
  public func callAsFunction(_ phrase: Phrase, _ inserts: String...) -> String {
    let text = phrase.wording?.text(self) ?? ""
    guard !inserts.isEmpty else { return text }
    var out = ""
    var rest = inserts[...]
    var isOpen = false
    for character in text {
      switch character {
      case "{": isOpen = true
      case "}" where isOpen:
        isOpen = false
        out += rest.popFirst() ?? ""
      default: out.append(character)
      }
    }
    return out
  }
}
