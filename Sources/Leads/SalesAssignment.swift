/// Chooses the person who looks after a lead: the first rule that fits names the people, and of them the one with the
/// fewest open leads is taken.
public struct SalesAssignment: Hashable, Sendable {
  /// A rule's empty fields fit everything.
  public struct Rule: Hashable, Sendable {
    /// The id of an industry. It has to equal that of the lead; a close industry does not fit.
    public var industry: String?
    /// The language that the lead has to have.
    public var language: String?
    /// The country that the lead has to have.
    public var country: String?
    /// Ids of people.
    public var people: [String]

    /// Creates a rule. A condition that is left out fits every lead; a rule without people is skipped.
    public init(industry: String? = nil, language: String? = nil, country: String? = nil, people: [String]) {
      self.industry = industry
      self.language = language
      self.country = country
      self.people = people
    }
  }

  /// The rules in the order in which they are tried.
  public let rules: [Rule]
  /// Everybody who takes leads that no rule names people for.
  public let everybody: [String]

  /// Creates an assignment; without rules everybody takes all leads.
  public init(rules: [Rule] = [], everybody: [String]) {
    self.rules = rules
    self.everybody = everybody
  }

  /// Returns the id of a person; nil if nobody takes leads.
  ///
  /// - Parameter openLeads: by id; a missing one has none.
  public func person(industry: String?, language: String?, country: String?, openLeads: [String: Int]) -> String? {
    let rule = rules.first { rule in
      !rule.people.isEmpty && (rule.industry == nil || rule.industry == industry)
        && (rule.language == nil || rule.language == language) && (rule.country == nil || rule.country == country)
    }
    return (rule?.people ?? everybody).min { a, b in
      let (left, right) = (openLeads[a] ?? 0, openLeads[b] ?? 0)
      return left != right ? left < right : a < b
    }
  }
}
