import Statecharts
import Testing
import WorkflowDefinitions

/// A key names one act of one family (protocol §4).
@Suite struct StepKeyTests {
  static func findings(key: String, root: String = "${input.reference}", before: String = "") -> [String] {
    FindingTests.findings([
      "small.yaml": """
      workflow: small
      version: 1
      family: []
      key: "\(root)"
      input: {reference: string, site: string}
      \(before)
      view:
        reference: {value: "${input.reference}"}
        same: {value: "${view.reference}"}
        other: {value: "${input.site}"}
        moved: {value: "${input.reference}"}
      context: {name: {type: string, value: "${input.reference}"}}
      initial: a
      states:
        a:
          view: {moved: x}
          invoke:
            step: human.task
            \(key)
            with: {title: t, assignee: operator, form: {}}
            onDone: b
        b: {rest: true}
      """
    ]).map { "\($0.severity.rawValue) \($0.code)" }
  }

  @Test(
    arguments: [
      "", "key: \"${family.key}/look\"", "key: \"${family.key}\"", "key: \"${family.key + '/look'}\"",
      "key: \"${input.reference}/look\"", "key: \"${view.reference}/look\"", "key: \"${view.same}/look\"",
      "key: \"${own}/look\"",
    ])
  func aKeyThatBeginsWithTheFamilysIsRight(_ key: String) {
    #expect(Self.findings(key: key, before: "define: {own: family.key}") == [])
  }

  @Test(
    arguments: [
      "key: look", "key: \"look/${family.key}\"", "key: \"${input.site}/look\"", "key: \"${view.other}/look\"",
      "key: \"${view.moved}/look\"", "key: \"${string(now)}\"", "key: \"${context.name}/look\"",
      "key: \"${own}/look\"",
    ])
  func anyOtherKeyIsAWarning(_ key: String) {
    #expect(Self.findings(key: key, before: "define: {own: input.site}") == ["warning key-without-family"])
  }

  @Test func stepsThatAreSpawnedUnderSeveralNamesHaveAsManyKeys() throws {
    let chart = try Chart(
      """
      initial: a
      states:
        a:
          rest: true
          entry:
            - spawn: {step: human.task, id: one, with: {title: t, assignee: operator, form: {}}}
            - spawn: {step: human.task, id: "${'t' + 'wo'}", with: {title: t, assignee: operator, form: {}}}
      """)
    #expect(chart.started.map(\.key) == ["k/small/human.task/1/one", "k/small/human.task/1/two"])
  }

  @Test func aKeyOfSeveralPartsHasToBeginWithAllOfThem() {
    let root = "order-${input.site}/${input.reference}"
    #expect(Self.findings(key: "key: \"order-${input.site}/${input.reference}/look\"", root: root) == [])
    #expect(
      Self.findings(key: "key: \"order-${input.site}/look\"", root: root) == ["warning key-without-family"])
  }
}
