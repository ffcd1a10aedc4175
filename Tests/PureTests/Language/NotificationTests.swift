import CEL
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// `notify:` of a transition: messages that leave when it is taken, and nothing else.
@Suite struct NotificationTests {
  static let mail =
    "{step: email.send, id: \"mail/${event.name}\", with: {template: hello, to: a@example.org, language: en, data: {}}}"
  static let body = """
    view: {status: {type: string, default: open}}
    events: {go: {by: [operator], otherwise: ignore}, pay: {by: [operator], otherwise: ignore}}
    actions: {mail: {params: {id: string}, do: [{if: "true", then: [{spawn: {step: email.send, id: "${params.id}", with: {template: hello, to: a@example.org, language: en, data: {}}}}]}]}}
    initial: a
    states:
      a:
        rest: true
        on:
          go: {target: b, actions: [{journal: first}], notify: [\(mail), {mail: {id: named}}]}
          pay: {target: b, step: {step: stripe.account.get, with: {account: x}}, notify: {mail: {id: paid}}}
        timers: {late: {at: "entered + period('P1D')", late: always, target: b, notify: {mail: {id: late}}}}
      b: {rest: true}
    """

  @Test func itLeavesWhenTheTransitionIsTaken() throws {
    var chart = try Chart(Self.body)
    #expect(chart.started.isEmpty)
    try chart.send("go")
    #expect(chart.started.map(\.id) == ["mail/go", "named"])
  }

  @Test func itLeavesWhenTheTimerFires() throws {
    var chart = try Chart(Self.body)
    try chart.fire("a.late")
    #expect(chart.started.map(\.id) == ["late"])
  }

  @Test func ofATransitionWithAStepItLeavesWhenTheStepIsDone() throws {
    var chart = try Chart(Self.body)
    try chart.send("pay")
    #expect(chart.started.count == 1)
    try chart.step(.outcome(try #require(chart.started.first?.name), .done(["id": "x"])))
    #expect(chart.states() == ["b"])
    #expect(chart.started.map(\.id).last == "paid")
  }

  @Test(
    arguments: [
      ("{assign: {n: 1}}", ["not-a-notification"]),
      ("{step: stripe.account.get, with: {account: a}}", ["not-a-notification"]),
      ("[{both: {}}]", ["not-a-notification"]), ("{alarm: x}", ["not-a-notification"]),
      ("{mial: {}}", ["unknown-action"]),
      ("hello", ["wrong-kind"]), ("[{journal: told}]", []),
      ("{step: email.send, with: {template: hello, to: a@example.org, language: en, data: {}}}", []),
    ])
  func aMisuseIsTold(_ notify: String, _ codes: [String]) {
    let found = Checked.codes(
      """
      context: {n: {type: int, value: 0}}
      events: {go: {by: [operator], otherwise: ignore}}
      actions: {both: {do: [{if: "true", then: [{assign: {n: 1}}]}]}}
      initial: a
      states: {a: {rest: true, on: {go: {target: b, notify: \(notify)}}}, b: {rest: true}}
      """)
    #expect(found == codes)
  }
}
