public import Matching

internal import YAMLTree

/// Reads `skills.yaml`.
public enum TaxonomyFile {
  /// - Parameter file: the name in messages.
  public static func read(_ bytes: [UInt8], file: String) throws(MatchingFileError) -> Taxonomy {
    let root = try FileNode.root(bytes, file: file)
    let parts = try root.mapping(
      known: ["version", "signals", "skills", "industries"], required: ["version", "skills"])
    var concepts: [Concept] = []
    var places: [String: FileNode] = [:]
    for (key, kind) in [("skills", Concept.Kind.skill), ("industries", .industry)] {
      for entry in try parts[key]?.list() ?? [] {
        let concept = try concept(entry, kind)
        places[concept.id] = entry
        concepts.append(concept)
      }
    }
    let version = try parts["version"]?.text() ?? ""
    let signals = try signals(parts["signals"])
    do throws(TaxonomyError) {
      return try Taxonomy(version: version, concepts: concepts, signals: signals)
    } catch {
      throw MatchingFileError((places[error.concept] ?? root).node, error.message)
    }
  }

  private static func concept(_ entry: FileNode, _ kind: Concept.Kind) throws(MatchingFileError) -> Concept {
    let languages = Language.allCases.map(\.rawValue)
    let fields = try entry.mapping(known: ["id", "parent"] + languages, required: ["id", "en", "de"])
    var names: [Language: [String]] = [:]
    for language in Language.allCases {
      guard let field = fields[language.rawValue] else { continue }
      let list = try field.texts()
      guard !list.isEmpty else { throw MatchingFileError(field.node, "a concept has at least one name in a language") }
      names[language] = list
    }
    guard let id = try fields["id"]?.text() else { throw MatchingFileError(entry.node, "id is missing") }
    return Concept(id: id, kind: kind, parent: try fields["parent"]?.text(), names: names)
  }

  private static func signals(_ node: FileNode?) throws(MatchingFileError) -> SignalWords {
    guard let node else { return SignalWords() }
    let fields = try node.mapping(known: ["urgency", "stakeholders", "complexity"])
    var words = SignalWords()
    words.urgency = try fields["urgency"]?.texts() ?? []
    words.stakeholders = try fields["stakeholders"]?.texts() ?? []
    for (key, value) in try fields["complexity"]?.mapping(known: Complexity.allCases.map(\.rawValue)) ?? [:] {
      if let complexity = Complexity(rawValue: key) { words.complexity[complexity] = try value.texts() }
    }
    return words
  }
}
