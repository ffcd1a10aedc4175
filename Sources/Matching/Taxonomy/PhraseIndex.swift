/// The names of concepts and the signal words by their terms.
struct PhraseIndex: Sendable {
  /// Everything that one phrase can mean.
  struct Meaning: Sendable {
    var skill: Int?
    var industry: Int?
    var isUrgency = false
    var isStakeholder = false
    var complexity: Complexity?
  }

  /// By the terms of the phrase, joined with spaces.
  private var meanings: [String: Meaning] = [:]
  /// The number of terms of the longest phrase.
  private var longest = 0

  init() {}

  init(concepts: [Concept], signals: SignalWords, splitter: CompoundSplitter) throws(TaxonomyError) {
    for (index, concept) in concepts.enumerated() {
      for language in Language.allCases {
        for name in concept.names[language] ?? [] {
          let forms = Self.forms(of: name, splitter)
          guard !forms.isEmpty else {
            throw TaxonomyError(
              code: .emptyName, concept: concept.id,
              message: "the name \"\(name)\" of \(concept.id) has no word that can be searched for")
          }
          for form in forms { try add(form, concept, index, concepts, name) }
        }
      }
    }
    for phrase in signals.urgency { mark(phrase, splitter) { $0.isUrgency = true } }
    for phrase in signals.stakeholders { mark(phrase, splitter) { $0.isStakeholder = true } }
    for (complexity, phrases) in signals.complexity {
      for phrase in phrases { mark(phrase, splitter) { $0.complexity = max(complexity, $0.complexity ?? complexity) } }
    }
  }

  /// A compound is known as it is written and in its parts.
  private static func forms(of name: String, _ splitter: CompoundSplitter) -> Set<[String]> {
    let words = TextFolding.words(name)
    var forms: Set<[String]> = [SearchTerms.of(words), splitter.allParts(of: words)]
    forms.remove([])
    return forms
  }

  private mutating func add(
    _ terms: [String], _ concept: Concept, _ index: Int, _ concepts: [Concept], _ name: String
  ) throws(TaxonomyError) {
    let key = terms.joined(separator: " ")
    var meaning = meanings[key] ?? Meaning()
    let before = concept.kind == .skill ? meaning.skill : meaning.industry
    if let before, before != index {
      throw TaxonomyError(
        code: .ambiguousName, concept: concept.id,
        message: "the name \"\(name)\" of \(concept.id) is a name of \(concepts[before].id) too; one of them has to go")
    }
    if concept.kind == .skill { meaning.skill = index } else { meaning.industry = index }
    meanings[key] = meaning
    longest = max(longest, terms.count)
  }

  private mutating func mark(_ phrase: String, _ splitter: CompoundSplitter, _ change: (inout Meaning) -> Void) {
    for terms in Self.forms(of: phrase, splitter) {
      change(&meanings[terms.joined(separator: " "), default: Meaning()])
      longest = max(longest, terms.count)
    }
  }

  /// Calls `body` with each phrase of the text. At each place the longest phrase wins; the search goes on behind it.
  func forEachMatch(in terms: [String], _ body: (Meaning, String) -> Void) {
    var place = 0
    search: while place < terms.count {
      for length in stride(from: min(longest, terms.count - place), to: 0, by: -1) {
        let phrase = length == 1 ? terms[place] : terms[place..<place + length].joined(separator: " ")
        if let meaning = meanings[phrase] {
          body(meaning, phrase)
          place += length
          continue search
        }
      }
      place += 1
    }
  }
}
