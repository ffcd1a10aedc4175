/// Reads criteria from the words of a request, in English or German.
public struct CriteriaReader: Sendable {
  /// The skills, industries and signal words that are looked for in a text.
  public let taxonomy: Taxonomy
  /// The currency of `5k` and other amounts that name none.
  public let defaultCurrency: String

  /// Creates a reader from its fields; amounts without a currency are euros unless stated otherwise.
  public init(taxonomy: Taxonomy, defaultCurrency: String = "EUR") {
    self.taxonomy = taxonomy
    self.defaultCurrency = defaultCurrency
  }

  /// The criteria that a text contains. The text itself is not kept.
  public struct Reading: Hashable, Sendable {
    /// The given criteria, completed by those found in the text.
    public let criteria: MatchCriteria
    /// The language in which it is written, by its stop words.
    public let language: Language?
    /// At most `SearchTerms.limit`.
    public let terms: [String]
    /// At most three, most useful first.
    public let questions: [RefinementQuestion]
  }

  /// - Parameter given: criteria that were stated beside the text; they win over what the text says.
  public func read(_ text: String, given: MatchCriteria = MatchCriteria()) -> Reading {
    let words = TextFolding.words(text, limit: 2 * SearchTerms.limit)
    let subjects = taxonomy.read(words)
    let language = StopWords.language(of: words)
    var criteria = given
    for skill in subjects.skills { criteria.requiredExpertise.appendOnce(skill) }
    for industry in subjects.industries { criteria.industryBackground.appendOnce(industry) }
    criteria.isUrgent = given.isUrgent || subjects.isUrgent
    criteria.complexity = given.complexity ?? subjects.complexity
    criteria.budget = given.budget ?? BudgetReader(defaultCurrency: defaultCurrency).budget(in: text)
    if criteria.languages.isEmpty, let language { criteria.languages = [language] }
    return Reading(
      criteria: criteria, language: language,
      terms: Array(taxonomy.words.terms(of: words).prefix(SearchTerms.limit)),
      questions: Self.questions(criteria))
  }

  /// Urgency answers the question of time: a request for help "at once" has said when.
  static func questions(_ criteria: MatchCriteria) -> [RefinementQuestion] {
    let open = RefinementQuestion.allCases.filter { question in
      switch question {
      case .expertise: criteria.requiredExpertise.isEmpty
      case .budget: criteria.budget == nil
      case .timeline: criteria.window == nil && !criteria.isUrgent
      case .language: criteria.languages.isEmpty
      }
    }
    return Array(open.prefix(RefinementQuestion.limit))
  }
}
