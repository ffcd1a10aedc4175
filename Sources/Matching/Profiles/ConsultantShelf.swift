/// All consultants that can be matched, with what a search needs of them worked out: an index of their texts, their
/// vectors, their skills as concepts. A shelf is a value; a change of the catalogue makes a new one.
public struct ConsultantShelf: Sendable {
  /// The skills and industries by which profiles and requests are compared.
  public let taxonomy: Taxonomy
  /// Ascending by id, so that the order in which they were loaded is forgotten.
  let profiles: [ConsultantProfile]
  let skills: [[ConceptPoints]]
  let industries: [[ConceptPoints]]

  private let index: BM25Index
  private let vectors: VectorTable?
  private let matrix: VectorMatrix?

  /// The facts that no request changes, in the order of `profiles` and without anything that is counted by reference.
  let facts: [Facts]

  struct Facts: Sendable {
    let isOpen: Bool
    let isNewcomer: Bool
    let hasHeavyWorkload: Bool
    let feedback: Int
    let delivery: Int
    /// One bit for each of `Language.allCases`.
    let languages: Int
    /// One bit for each of `CommunicationStyle.allCases`.
    let styles: Int

    init(_ profile: ConsultantProfile) {
      isOpen = profile.isPublished && profile.isAccepting
      isNewcomer = profile.delivery.isNewcomer
      hasHeavyWorkload = profile.hasHeavyWorkload
      feedback = DimensionFormula.feedback(profile.ratings)
      delivery = DimensionFormula.delivery(profile.delivery)
      languages = Language.allCases.bits(profile.languages)
      styles = CommunicationStyle.allCases.bits(profile.styles)
    }
  }

  /// A concept of the taxonomy and its number: the points of a skill's level, or the years in an industry.
  struct ConceptPoints: Sendable {
    let concept: Int
    let points: Int
  }

  /// - Parameters:
  ///   - profiles: with different ids; of two with the same id the later one counts.
  ///   - vectors: nil to match texts by their words alone.
  public init(_ profiles: [ConsultantProfile], taxonomy: Taxonomy, vectors: VectorTable? = nil) {
    self.taxonomy = taxonomy
    self.vectors = vectors
    let byID = Dictionary(profiles.map { ($0.id, $0) }) { _, later in later }
    let profiles = byID.values.sorted { $0.id < $1.id }
    self.profiles = profiles
    facts = profiles.map(Facts.init)
    skills = profiles.map { profile in
      profile.skills.compactMap { skill in
        taxonomy.indices[skill.skill].map { ConceptPoints(concept: $0, points: skill.level.points) }
      }
    }
    industries = profiles.map { profile in
      profile.industries.compactMap { industry in
        taxonomy.indices[industry.industry].map { ConceptPoints(concept: $0, points: industry.years) }
      }
    }
    var index = BM25Index()
    for profile in profiles {
      index.add(
        profile.text.fields.map { texts, weight in
          (texts.flatMap { taxonomy.words.terms(of: TextFolding.words($0)) }, weight)
        })
    }
    self.index = index
    var cache: [[UInt8]: [Int32]] = [:]
    matrix = vectors.map { table in
      VectorMatrix(
        profiles.map { profile in
          table.vector(of: profile.text.fields.flatMap(\.texts).joined(separator: " "), &cache)
        })
    }
  }

  /// The number of consultants, hidden ones included.
  public var count: Int { profiles.count }

  /// How well each consultant's text fits a request.
  struct TextScores: Sendable {
    let shares: BM25Index.Scores
    /// Nil without a table of vectors.
    let cosines: [Double]?

    func text(_ consultant: Int) -> Int {
      DimensionFormula.text(textShare: shares.share(consultant), cosine: cosines?[consultant])
    }
  }

  func textScores(_ terms: [String], text: String) -> TextScores {
    TextScores(
      shares: index.scores(terms),
      cosines: matrix.flatMap { matrix in vectors.map { matrix.cosines($0.vector(of: text)) } })
  }

  /// The profile of an id.
  public func profile(_ id: String) -> ConsultantProfile? { number(of: id).map { profiles[$0] } }

  func number(of id: String) -> Int? {
    var (low, high) = (0, profiles.count)
    while low < high {
      let middle = (low + high) / 2
      if profiles[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < profiles.count && profiles[low].id == id ? low : nil
  }
}

extension Array where Element: Equatable {
  /// A number with a bit for each element that is chosen.
  func bits(_ chosen: [Element]) -> Int { indices.reduce(0) { chosen.contains(self[$1]) ? $0 | 1 << $1 : $0 } }

  /// The elements whose bits are set.
  func chosen(_ bits: Int) -> [Element] { indices.filter { bits & 1 << $0 != 0 }.map { self[$0] } }
}
