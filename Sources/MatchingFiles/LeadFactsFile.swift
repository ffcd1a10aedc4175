internal import CivilTime
public import Leads

internal import YAMLTree

/// Reads what is known about a lead, for trying rules out.
public enum LeadFactsFile {
  /// - Parameter file: the name in messages.
  public static func read(_ bytes: [UInt8], file: String) throws(MatchingFileError) -> LeadFacts {
    let fields = try FileNode.root(bytes, file: file).mapping(known: [
      "jobTitle", "companySize", "industry", "decisionAuthority", "objectsToProfiling", "intent", "company",
      "touchpoints",
    ])
    var facts = LeadFacts()
    facts.jobTitle = try fields["jobTitle"]?.word()
    facts.industry = try fields["industry"]?.word()
    facts.decisionAuthority = try fields["decisionAuthority"]?.word()
    facts.objectsToProfiling = try fields["objectsToProfiling"]?.flag() ?? false
    if let node = fields["companySize"] {
      guard let size = CompanySize(answer: try node.text()) else {
        throw MatchingFileError(
          node.node, "expected \(CompanySize.allCases.map(\.rawValue).joined(separator: ", ")), sme or freelancer")
      }
      facts.companySize = size
    }
    if let node = fields["intent"] { facts.intent = try intent(node) }
    if let node = fields["company"] { facts.firmographics = try company(node) }
    for node in try fields["touchpoints"]?.list() ?? [] { facts.touchpoints.append(try touchpoint(node)) }
    return facts
  }

  private static func intent(_ node: FileNode) throws(MatchingFileError) -> LeadIntent {
    let fields = try node.mapping(known: [
      "urgency", "hasUrgencyWord", "budget", "daysToStart", "namesCompetitor", "stakeholders", "statements",
    ])
    var intent = LeadIntent()
    intent.urgency = try fields["urgency"]?.word()
    intent.hasUrgencyWord = try fields["hasUrgencyWord"]?.flag() ?? false
    intent.budget = try fields["budget"]?.word()
    intent.daysToStart = try fields["daysToStart"]?.number(0...3_650)
    intent.namesCompetitor = try fields["namesCompetitor"]?.flag() ?? false
    intent.stakeholders = try fields["stakeholders"]?.number(0...10_000) ?? 0
    intent.statements = try fields["statements"]?.number(0...1_000) ?? 0
    return intent
  }

  private static func company(_ node: FileNode) throws(MatchingFileError) -> Firmographics {
    let fields = try node.mapping(known: [
      "revenue", "growth", "technicalMaturity", "consultingBudget", "transformation",
    ])
    var company = Firmographics()
    company.revenue = try fields["revenue"]?.word()
    company.growth = try fields["growth"]?.word()
    company.technicalMaturity = try fields["technicalMaturity"]?.word()
    company.consultingBudget = try fields["consultingBudget"]?.word()
    company.transformation = try fields["transformation"]?.word()
    return company
  }

  private static func touchpoint(_ node: FileNode) throws(MatchingFileError) -> Touchpoint {
    let fields = try node.mapping(
      known: ["at", "kind", "page", "seconds", "channel", "campaign"], required: ["at", "kind"])
    let kinds = ["page_view", "time_on_site", "download", "mail_click", "social", "webinar", "consultation_completed"]
    guard let at = fields["at"], let name = try fields["kind"]?.text() else {
      throw MatchingFileError(node.node, "at or kind is missing")
    }
    let kind: Touchpoint.Kind
    switch name {
    case "page_view": kind = .pageView(try fields["page"]?.word() ?? .other)
    case "time_on_site": kind = .timeOnSite(seconds: try fields["seconds"]?.number(0...86_400) ?? 0)
    case "download": kind = .download
    case "mail_click": kind = .mailClick
    case "social": kind = .social
    case "webinar": kind = .webinar
    case "consultation_completed": kind = .consultationCompleted
    default: throw MatchingFileError(node.node, "kind is \(name); it is one of \(kinds.joined(separator: ", "))")
    }
    guard let instant = try? Instant.parse(try at.text()) else {
      throw MatchingFileError(at.node, "expected an instant as 2030-01-31T09:00:00Z")
    }
    return Touchpoint(
      at: instant, channel: try fields["channel"]?.text() ?? "", campaign: try fields["campaign"]?.text(), kind: kind)
  }
}

extension FileNode {
  /// One word of a closed list.
  func word<Word: RawRepresentable & CaseIterable>() throws(MatchingFileError) -> Word where Word.RawValue == String {
    let text = try text()
    guard let word = Word(rawValue: text) else {
      throw MatchingFileError(
        node, "expected one of \(Word.allCases.map(\.rawValue).joined(separator: ", ")), got \(text)")
    }
    return word
  }

  func flag() throws(MatchingFileError) -> Bool {
    switch try text() {
    case "true": return true
    case "false": return false
    case let text: throw MatchingFileError(node, "expected true or false, got \(text)")
    }
  }
}
