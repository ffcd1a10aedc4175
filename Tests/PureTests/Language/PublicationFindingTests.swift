import Testing
import WorkflowDefinitions

/// Every publication has a listener, and the bounds of a form apply.
@Suite struct PublicationFindingTests {
  private static func findings(published name: String) -> [Finding] {
    FindingTests.findings([
      "small.yaml": FindingTests.head + """
        events: {told: {from: family/told, correlate: {r: "${body.r}"}, otherwise: ignore}}
        view: {r: {value: "${input.reference}", index: true}}
        initial: a
        states: {a: {rest: true, on: {told: b}, entry: [{publish: \(name), with: {r: x}}]}, b: {rest: true}}
        """
    ])
  }

  @Test func whatIsPublishedIsHeardByAMachineOfTheFolder() {
    #expect(Self.findings(published: "told").isEmpty)
  }

  @Test func whatNobodyHearsIsFoundAtItsPlaceWithTheNearestName() {
    let findings = Self.findings(published: "tolds")
    #expect(findings.map { "\($0.code):\($0.line)" } == ["signal-unheard:9"])
    #expect(findings.first?.cure.contains("told") == true)
  }

  @Test(
    arguments: [
      ("{type: int, min: 0, max: 100}", [String]()), ("{type: 'double|null', max: 1}", []), ("int", []),
      ("{type: int, min: 3, max: 1}", ["bad-form-type"]), ("{type: string, min: 1}", ["bad-form-type"]),
      ("{min: 1}", ["bad-form-type"]), ("{type: int, most: 1}", ["bad-form-type"]),
    ])
  func aFieldOfAFormHasATypeAndANumberMayHaveBounds(_ field: String, _ codes: [String]) {
    let findings = FindingTests.findings([
      "small.yaml": FindingTests.head + """
        initial: a
        states:
          a:
            invoke:
              step: human.task
              key: "${family.key}/task"
              with: {title: t, assignee: operator, due: null, text: null, form: {answer: \(field)}}
              onDone: b
          b: {rest: true}
        """
    ])
    #expect(findings.map(\.code) == codes)
  }
}
