import ArgumentParser
import CivilTime
import FoundationEssentials
import Testing

@testable import ControlCommands

/// Lead scores can be tried out without a daemon, and each point has its reason.
@Suite struct LeadCommandTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func run(_ text: String, rules: String? = nil) throws -> String {
    try folder.write("lead.yaml", text)
    let file = folder.path + "/lead.yaml"
    var printed = ""
    var arguments = [file, "--now", "2030-01-31T09:00:00Z"]
    if let rules { arguments += ["--rules", rules] }
    let command = try LeadsScore.parse(arguments)
    try command.score(Console(data: { printed += $0 }, note: { _ in }), present: .epoch)
    return printed
  }

  @Test func everyPointOfAScoreIsShown() throws {
    let text = try run(
      """
      jobTitle: c_level
      companySize: enterprise
      industry: target
      intent: {urgency: urgent, budget: given, stakeholders: 3}
      touchpoints:
        - {at: 2030-01-30T09:00:00Z, kind: page_view, page: pricing}
        - {at: 2029-01-30T09:00:00Z, kind: webinar}
      """)
    #expect(text.hasPrefix("71 of 100, grade B, warm, by rules standard-1\n"))
    #expect(text.contains("demographic: 70 = jobTitle 25 + companySize 25 + industry 20"))
    #expect(text.contains("intent: 50 = urgency 20 + budget 20 + stakeholders 10"))
    #expect(text.contains("behaviour: 3 = "))
    #expect(text.contains("not answered: decisionAuthority"))
  }

  @Test func whoObjectsToProfilingHasNoScore() throws {
    #expect(try run("objectsToProfiling: true") == "no score: the client objects to profiling\n")
  }

  @Test(arguments: [
    ("jobTitle: boss", "lead.yaml:1:11: expected one of individual_contributor, manager"),
    ("colour: red", "colour is not a key here"), ("companySize: huge", "sme or freelancer"),
    ("touchpoints: [{at: yesterday, kind: webinar}]", "expected an instant"),
    ("touchpoints: [{at: 2030-01-30T09:00:00Z, kind: dance}]", "kind is dance"),
    ("intent: {stakeholders: -1}", "from 0 to 10000"), ("- a", "expected a mapping"),
  ])
  func aFaultOfTheFileIsToldWithItsPlace(text: String, message: String) throws {
    let error = #expect(throws: (any Error).self) { try run(text) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(message))
  }

  @Test func theShippedRulesAreSound() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var printed = ""
    try LeadsRulesCheck.parse([root.appendingPathComponent("config/leads.yaml").path]).check(
      Console(data: { printed += $0 }, note: { _ in }))
    #expect(printed == "rules standard-1: nothing is wrong\n")
  }
}
