import Testing
import WorkflowDefinitions

/// One mistake hides no other, and each is told once: what cannot be read leaves a gap, and the checks go on around it.
struct FindingsAtOnceTests {
  @Test func mistakesOfEveryKindAreReportedAtOnceAndEachOnce() {
    let body = """
      context: {fines: {type: int, value: 0}}
      ledger: {currency: EUR, accounts: {outside: external, deposit: credit}}
      events:
        returned: {by: [site]}
        tick: {by: [operator], otherwise: ignore}
      initial: lent
      states:
        lent:
          timers: {due: {at: "entered + period('P14D')", target: overdu}}
          on:
            returned: {guard: "context.fine > 0", target: back}
            tick: [{target: back}, {target: overdue}]
        overdue: {always: {guard: "context.fines < 100", target: chasing}}
        chasing: {always: overdue}
        back:
          entry: [{post: {from: outside, to: deposits, amount: "${'a' * 2}"}}, {if: "contex.fines > 0", then: [{alarm: "${1 + 'a'}"}]}]
          type: final
      """
    let found = Checked.findings(root: body).map { "\($0.code):\($0.line)" }
    #expect(
      found == [
        "missing-otherwise:9", "timer-without-lateness:14", "missing-target:14", "unknown-name:16",
        "candidate-never-wins:17", "always-cycle:18", "unknown-account:21", "no-overload:21", "unknown-name:21",
        "no-overload:21",
      ])
  }

  @Test func everyPartOfOneValueIsRead() {
    let codes = Checked.codes(
      """
      initial: a
      states:
        a:
          invoke:
            step: email.send
            with: {template: 3, to: "${nobody}", langauge: en, data: {x: "${1 + 'a'} and ${2 + 'b'}"}}
            onDone: b
            onError: nowhere
        b: {rest: true}
      """)
    #expect(codes.count(where: { $0 == "no-overload" }) == 2, "\(codes)")
    #expect(codes.contains("unknown-name") && codes.contains("missing-target"), "\(codes)")
  }

  @Test func anUnreadableActionCausesNoFurtherFindings() {
    let codes = Checked.codes(
      """
      context: {n: {type: int, value: 0}}
      events: {told: {otherwise: ignore}}
      initial: a
      states:
        a: {always: {guard: "context.n < 3", target: b, actions: [{asign: {n: 3}}]}}
        b: {always: {guard: "context.n < 3", target: a}, rest: true}
      """)
    #expect(codes == ["unknown-action"])
  }
}
