public import Leads

internal import YAMLTree

/// Reads the rules of lead scores. Points that the file does not name are the standard ones.
public enum LeadRulesFile {
  /// - Parameter file: the name in messages.
  public static func read(_ bytes: [UInt8], file: String) throws(MatchingFileError) -> LeadRules {
    let root = try FileNode.root(bytes, file: file)
    let parts = try root.mapping(
      known: ["version", "model", "windowDays", "points", "targetIndustries", "sales"],
      required: ["version"])
    var rules = LeadRules.standard
    rules.version = try parts["version"]?.text() ?? rules.version
    if let node = parts["model"] {
      let text = try node.text()
      guard let model = LeadRules.Model(rawValue: text) else {
        throw MatchingFileError(node.node, "model is \(text); it is exact or blended")
      }
      rules.model = model
    }
    rules.windowDays = try parts["windowDays"]?.number(1...3_650) ?? rules.windowDays
    if let points = parts["points"] { try read(points, &rules) }
    rules.targetIndustries = try parts["targetIndustries"]?.texts() ?? []
    if let sales = parts["sales"] { rules.sales = try assignment(sales) }
    return rules
  }

  private static func assignment(_ node: FileNode) throws(MatchingFileError) -> SalesAssignment {
    let fields = try node.mapping(known: ["everybody", "rules"], required: ["everybody"])
    var rules: [SalesAssignment.Rule] = []
    for entry in try fields["rules"]?.list() ?? [] {
      let rule = try entry.mapping(known: ["industry", "language", "country", "people"], required: ["people"])
      rules.append(
        SalesAssignment.Rule(
          industry: try rule["industry"]?.text(), language: try rule["language"]?.text(),
          country: try rule["country"]?.text(), people: try rule["people"]?.texts() ?? []))
    }
    return SalesAssignment(rules: rules, everybody: try fields["everybody"]?.texts() ?? [])
  }

  private static func read(_ node: FileNode, _ rules: inout LeadRules) throws(MatchingFileError) {
    let fields = try node.mapping(known: [
      "jobTitle", "companySize", "industry", "decisionAuthority", "pageView", "urgency", "budget", "revenue", "growth",
      "technicalMaturity", "consultingBudget", "transformation",
    ])
    try read(fields["jobTitle"], &rules.jobTitle)
    try read(fields["companySize"], &rules.companySize)
    try read(fields["industry"], &rules.industry)
    try read(fields["decisionAuthority"], &rules.decisionAuthority)
    try read(fields["pageView"], &rules.pageView)
    try read(fields["urgency"], &rules.urgency)
    try read(fields["budget"], &rules.budget)
    try read(fields["revenue"], &rules.revenue)
    try read(fields["growth"], &rules.growth)
    try read(fields["technicalMaturity"], &rules.technicalMaturity)
    try read(fields["consultingBudget"], &rules.consultingBudget)
    try read(fields["transformation"], &rules.transformation)
  }

  private static func read<Answer: RawRepresentable & CaseIterable & Hashable>(
    _ node: FileNode?, _ points: inout [Answer: Int]
  ) throws(MatchingFileError) where Answer.RawValue == String {
    guard let node else { return }
    for (key, value) in try node.mapping(known: Answer.allCases.map(\.rawValue)) {
      if let answer = Answer(rawValue: key) { points[answer] = try value.number(0...100) }
    }
  }
}
