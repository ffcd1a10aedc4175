/// A skill or an industry that requests and profiles name in many ways.
public struct Concept: Hashable, Sendable {
  /// The kinds of concepts.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case skill
    case industry
  }

  /// The name by which profiles, criteria and other concepts refer to it; unique within a taxonomy.
  public let id: String
  /// Whether it is a skill or an industry. The two may share names, but not ids.
  public let kind: Kind
  /// The id of the wider concept, of the same kind.
  public let parent: String?
  /// The first name of each language is its label; the others are synonyms.
  public let names: [Language: [String]]

  /// Creates a concept from its fields, without a wider one unless `parent` is given.
  public init(id: String, kind: Kind, parent: String? = nil, names: [Language: [String]]) {
    self.id = id
    self.kind = kind
    self.parent = parent
    self.names = names
  }

  /// The label in a language, else in English, else the id.
  public func label(_ language: Language) -> String {
    names[language]?.first ?? names[.english]?.first ?? id
  }
}
