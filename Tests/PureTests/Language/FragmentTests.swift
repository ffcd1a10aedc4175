import CEL
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Fragments stand in the place of their uses, with their parameters; the state's own word holds.
@Suite struct FragmentTests {
  static let shared = """
    fragments:
      lapses:
        params: {then: {}, wait: {default: P7D}}
        state:
          rest: true
          after: {$(wait): "$(then)"}
      asks:
        params: {title: {}, done: {}}
        state:
          use: {lapses: {then: over, wait: P1D}}
          view: {stage: "asking $(title)"}
          invoke: {step: human.task, with: {title: "please $(title)", assignee: operator, form: {}}, onDone: "$(done)"}
    """

  static let body = """
    view: {stage: {type: string, default: none}}
    events: {go: {data: {}, by: [operator], otherwise: ignore}}
    initial: first
    states:
      first: {use: {asks: {title: twice, done: {target: second, actions: [{journal: done}]}}}, on: {go: over}}
      second: {use: {lapses: {then: first}}, view: {stage: mine}}
      over: {rest: true}
    """

  private func chart() throws -> Chart {
    try Chart(root: "include: [shared.yaml]\n\(Self.body)", members: [:], others: ["shared.yaml": Self.shared])
  }

  @Test func aStateIsWhatItsFragmentsAndItselfSay() throws {
    var chart = try chart()
    #expect(chart.states() == ["first"])
    #expect(try chart.view["stage"] == "asking twice")
    #expect(chart.started.first?.input["title"] == "please twice")
    #expect(chart.due("first.after_P1D") != nil)
    try chart.step(.outcome(try #require(chart.started.first?.name), .done(["data": .map(ValueMap())])))
    #expect(chart.notes == ["done"])
    #expect(chart.states() == ["second"])
    #expect(try chart.view["stage"] == "mine")
    try chart.fire("second.after_P7D")
    #expect(chart.states() == ["first"])
    try chart.send("go")
    #expect(chart.states() == ["over"])
  }

  @Test func aChangedFragmentIsAnotherVersion() throws {
    let other = try Chart(
      root: "include: [shared.yaml]\n\(Self.body)", members: [:],
      others: ["shared.yaml": Self.shared.replacing("please", with: "kindly")])
    #expect(try chart().bundle.hash != other.bundle.hash)
  }

  @Test(
    arguments: [
      ("first: {use: {lapse: {then: first}}}", "unknown-fragment"), ("first: {use: {lapses: {}}}", "missing-field"),
      ("first: {use: {lapses: {then: first, weight: P1D}}}", "unknown-field"), ("first: {use: lapses}", "wrong-kind"),
      ("first: {use: {lapses: {then: nowhere}}}", "missing-target"),
      ("first: {use: {lapses: {then: first, wait: never}}}", "bad-duration"),
    ])
  func aMisuseIsTold(_ state: String, _ code: String) {
    let root = "include: [shared.yaml]\nstates:\n  \(state)\n"
    let found = FindingTests.findings([
      "small.yaml": "workflow: small\nfamily: []\nkey: k\ninput: {reference: string}\n\(root)",
      "shared.yaml": Self.shared.split(separator: "\n").prefix(6).joined(separator: "\n") + "\n",
    ])
    #expect(found.map(\.code).contains(code), "\(found)")
    #expect(found.allSatisfy { !$0.cure.isEmpty })
  }

  @Test func aParameterThatIsNoneIsTold() {
    let codes = Checked.codes(
      "fragments: {f: {params: {a: {}}, state: {rest: true, entry: [{journal: \"$(b)\"}]}}}\nstates: {s: {use: {f: {a: 1}}}}"
    )
    #expect(codes == ["unknown-field"])
  }
}
