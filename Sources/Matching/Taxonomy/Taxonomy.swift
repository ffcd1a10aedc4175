/// Skills and industries with their names in several languages, and how they are related. Finding names in a text is a
/// lookup of the longest run of terms at each place.
public struct Taxonomy: Sendable {
  /// The name of this state of the file.
  public let version: String
  /// In the order given.
  public let concepts: [Concept]

  let indices: [String: Int]
  let parents: [Int?]
  let phrases: PhraseIndex
  let words: CompoundSplitter

  /// The concepts that a text names, in the order of the text and each once, and the signals in it.
  public struct Reading: Hashable, Sendable {
    /// The ids of skills.
    public var skills: [String] = []
    /// The ids of industries.
    public var industries: [String] = []
    /// The text has a phrase of urgency.
    public var isUrgent = false
    /// The largest complexity that the text names; at least `advanced` with two stakeholders.
    public var complexity: Complexity?
  }

  /// How close two concepts are.
  public enum Relation: Sendable {
    case same
    /// Parent, child or sibling.
    case close
    case none
  }

  /// A taxonomy without concepts, for matching by text alone.
  public static let empty = Taxonomy()

  private init() {
    version = "empty"
    concepts = []
    indices = [:]
    parents = []
    phrases = PhraseIndex()
    words = CompoundSplitter([])
  }

  /// - Parameter version: any text that tells one state of the file from another.
  public init(version: String, concepts: [Concept], signals: SignalWords = SignalWords()) throws(TaxonomyError) {
    self.version = version
    self.concepts = concepts
    var indices: [String: Int] = [:]
    for (index, concept) in concepts.enumerated() {
      guard indices.updateValue(index, forKey: concept.id) == nil else {
        throw TaxonomyError(
          code: .duplicateID, concept: concept.id, message: "the id \(concept.id) stands twice; ids are unique")
      }
    }
    self.indices = indices
    parents = try Self.parents(of: concepts, indices)
    words = CompoundSplitter(
      concepts.flatMap { $0.names.values.joined() }.flatMap { TextFolding.words($0) }.map(\.text))
    phrases = try PhraseIndex(concepts: concepts, signals: signals, splitter: words)
  }

  private static func parents(
    of concepts: [Concept], _ indices: [String: Int]
  ) throws(TaxonomyError) -> [Int?] {
    var parents: [Int?] = []
    for concept in concepts {
      guard let parent = concept.parent else {
        parents.append(nil)
        continue
      }
      guard let index = indices[parent], concepts[index].kind == concept.kind else {
        throw TaxonomyError(
          code: .unknownParent, concept: concept.id,
          message: "\(concept.id) has the parent \(parent), and no \(concept.kind) has this id")
      }
      parents.append(index)
    }
    for (index, concept) in concepts.enumerated() {
      var next = parents[index]
      for _ in concepts.indices {
        guard let ancestor = next else { break }
        if ancestor == index {
          throw TaxonomyError(
            code: .circularParent, concept: concept.id, message: "the parents of \(concept.id) lead back to it")
        }
        next = parents[ancestor]
      }
    }
    return parents
  }

  /// The concept of an id.
  public func concept(_ id: String) -> Concept? { indices[id].map { concepts[$0] } }

  /// How close the concepts of two ids are. Ids that the taxonomy does not know are related only to themselves.
  public func relation(_ a: String, _ b: String) -> Relation {
    guard let first = indices[a], let second = indices[b] else { return a == b ? .same : .none }
    return relation(first, second)
  }

  func relation(_ a: Int, _ b: Int) -> Relation {
    if a == b { return .same }
    if parents[a] == b || parents[b] == a { return .close }
    if let parent = parents[a], parent == parents[b] { return .close }
    return .none
  }

  /// Finds the names of concepts and the signal words in a text.
  public func read(_ text: String) -> Reading { read(TextFolding.words(text, limit: 4_096)) }

  func read(_ words: [TextFolding.Word]) -> Reading {
    let terms = self.words.terms(of: words)
    var reading = Reading()
    var stakeholders: Set<String> = []
    phrases.forEachMatch(in: terms) { meaning, phrase in
      if let skill = meaning.skill { reading.skills.appendOnce(concepts[skill].id) }
      if let industry = meaning.industry { reading.industries.appendOnce(concepts[industry].id) }
      if meaning.isUrgency { reading.isUrgent = true }
      if meaning.isStakeholder { stakeholders.insert(phrase) }
      if let complexity = meaning.complexity { reading.complexity = max(complexity, reading.complexity ?? complexity) }
    }
    if stakeholders.count >= 2 { reading.complexity = max(.advanced, reading.complexity ?? .advanced) }
    return reading
  }
}

extension [String] {
  mutating func appendOnce(_ element: String) { if !contains(element) { append(element) } }
}
