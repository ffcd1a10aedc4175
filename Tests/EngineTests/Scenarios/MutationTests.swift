import Testing
import WorkflowScenarios

/// Mutants of a small machine: thorough scenarios notice all but the equivalent, careless ones few.
@Suite struct MutationTests {
  static let thorough = """
    scenarios:
      - scenario: it burns for an hour, twice
        story:
          - {when: {start: true}, then: {states: {lamp: dark}}}
          - {when: {event: blink}, then: {reply: ignored}}
          - {when: {event: turn, data: {by: me}}, then: {states: {lamp: bright}, view: {rounds: 1}, postings: [client -> held 5], steps: [email.send], timers: {burn: PT1H}}}
          - {when: {event: turn, data: {by: me}}, then: {reply: not_now}}
          - {when: {after: PT1H}, then: {states: {lamp: dark}, balances: {client: -5, kept: 5}}}
          - {when: [{event: turn, data: {by: me}}, {after: PT1H}, {event: turn, data: {by: me}}], then: {reply: worn_out, steps: [email.send], postings: any}}
      - scenario: it is haunted
        story:
          - {when: [{start: true}, {event: turn, data: {by: ghost}}], then: {states: {lamp: haunted}}}
      - scenario: the mail is refused
        given: {steps: {email.send: {failed: rejected}}}
        story:
          - {when: [{start: true}, {event: turn, data: {by: me}}], then: {steps: [email.send], postings: any, incidents: ["no mail: rejected"]}}
    """

  func report(_ scenarios: String) throws -> MutationReport {
    let suite = try Lamp.suite(scenarios)
    let results = suite.run()
    for result in results where !result.isPassed { Issue.record(Comment(rawValue: result.text)) }
    return MutationReport(MutationRun(suite).run(MutationRun(suite).mutants, after: results, threads: 1))
  }

  @Test func thoroughScenariosKillNearlyEveryMutant() throws {
    let report = try report(Self.thorough)
    #expect(report.made >= 15 && report.percent >= 90, "\(report.text)")
  }

  @Test func carelessScenariosLetThemLiveAndTheSurvivorsAreNamed() throws {
    let report = try report("scenarios:\n  - {scenario: one, story: [{when: {start: true}}]}\n")
    #expect(report.percent < 50)
    #expect(report.text.contains("lamp.yaml:31: timer moved: burn + PT1H (no scenario gets there)"))
  }

  @Test func aSampleIsTheSameForTheSameSeed() throws {
    let mutants = MutationRun(try Lamp.suite(Self.thorough)).mutants
    func changes(_ seed: UInt64) -> [String] {
      MutationRun.sample(mutants, 5, seed: seed).map { "\($0.line) \($0.change)" }
    }
    #expect(changes(7) == changes(7))
    #expect(changes(7).count == 5 && changes(7) != changes(8))
  }
}
