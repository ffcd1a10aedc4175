import CEL
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Mistakes of first-time authors that were silent, or were told at the wrong place, each as a kind.
@Suite struct SilentHoleTests {
  // MARK: null

  @Test(
    arguments: [
      "input.end + period('P1D')", "input.end - now", "-input.number", "input.number * 2", "input.number < 3",
      "'a' + input.text", "min(input.number, 3)", "size(input.list)", "input.list[0]", "input.list.exists(x, x > 1)",
      "3 in input.list", "firstEntered('a') + period('P1D')", "input.text.startsWith('a')", "string(input.number)",
      "input.end == null || input.number > 3", "input.end != null ? input.number + 1 : 2",
      "input.end == null ? input.end + period('P1D') : now", "input.records.map(r, r.at - now)",
      "!(input.end != null) && input.end > now",
    ])
  func whatMayBeNullIsNoOperand(_ expression: String) {
    #expect(Self.codes(expression) == ["may-be-null"])
  }

  @Test(
    arguments: [
      "input.end == null ? null : input.end + period('P1D')", "input.end != null && input.end > now",
      "input.end > now && input.end != null", "input.end == null || input.end > now",
      "!(input.end == null) && input.end > now", "input.number == 3 && input.number + 1 > 3",
      "coalesce(input.number, 0) + 1", "known(input.end) + period('P1D')", "input.end == null",
      "firstEntered('a') == null ? null : firstEntered('a') + period('P1D')",
      "cel.bind(e, input.end, e == null ? null : e + period('P1D'))",
      "input.records.filter(r, r.at != null).map(r, r.at - now)", "input.records.exists(r, r.at != null && r.at > now)",
      "input.end == null && input.number == null ? 1 : 2",
      "input.number != null && (input.end == null || input.end > now)",
      "'${'", "input.text in ['a', 'b']",
    ])
  func whatWasComparedWithNullIs(_ expression: String) {
    #expect(Self.codes(expression) == [])
  }

  @Test func aTextThatMayBeNullIsPrintedAllTheSame() {
    #expect(Self.found("journal: \"it is ${input.text}\"") == [])
  }

  @Test func whatMayBeNullIsNotGivenWhereAValueIsDeclared() {
    #expect(Self.found("assign: {number: \"${input.number}\"}") == ["may-be-null"])
    #expect(Self.found("assign: {number: \"${coalesce(input.number, 1)}\"}") == [])
  }

  private static let input =
    "{reference: string, end: timestamp|null, number: int|null, text: string|null, list: {type: '[int]|null'}, records: [{at: timestamp|null}]}"

  private static func found(_ action: String) -> [String] {
    Checked.codes(
      "context: {number: {type: int, value: 0}}\nstates: {a: {rest: true, entry: [{\(action)}]}}", input: input)
  }

  private static func codes(_ expression: String) -> [String] {
    Checked.codes("define: {x: \"\(expression)\"}\nstates: {a: {rest: true}}", input: input)
  }

  // MARK: circles through steps

  private static func pays(_ outcome: String, _ more: String = "") -> String {
    """
    ledger: {currency: EUR, accounts: {house: external, paying: external, paid: external}}
    context: {n: {type: int, value: 0}}
    events: {go: {data: {}, by: [operator], otherwise: reject}}
    initial: paying
    states:
      paying:
        invoke:
          step: stripe.transfer
          key: "${family.key}/payout/${entries}"
          with: {amount: 1, currency: EUR, destination: a, group: "${family.key}"}
          moves: {from: house, via: paying, to: paid, amount: 1}
          onDone: done
          onError: \(outcome)
      done: {rest: true, on: {go: paying}}
      \(more)
    """
  }

  @Test(
    arguments: [
      ("{target: paying, reenter: true}", ""), ("again", "again: {always: paying}"),
      ("again", "again: {rest: true, after: {PT0S: paying}}"),
      ("again", "again: {rest: true, timers: {t: {at: \"entered - period('P1D')\", late: always, target: paying}}}"),
      ("again", "again: {rest: true, timers: {t: {at: input.end, late: always, again: true, target: paying}}}"),
      ("again", "again: {rest: true, timers: {t: {at: input.end, late: always, target: paying}}}"),
      (
        "again",
        "again: {invoke: {step: stripe.account.get, with: {account: a}, onDone: paying, onError: paying}}"
      ),
    ])
  func aStepThatItsOwnOutcomeStartsAgainIsFound(_ outcome: String, _ more: String) {
    let input = "{reference: string, end: timestamp}"
    #expect(Checked.codes(Self.pays(outcome, more), input: input) == ["step-circle"])
  }

  @Test(
    arguments: [
      ("{target: paying, reenter: true, guard: \"entries < 3\"}", ""),
      ("again", "again: {rest: true, after: {PT1H: paying}}"),
      ("again", "again: {rest: true, on: {go: paying}}"),
      ("again", "again: {rest: true, always: {guard: \"context.n > 3\", target: paying}}"),
      (
        "again",
        "again: {rest: true, timers: {t: {at: \"max(input.end, entered + period('PT1H'))\", late: always, target: paying}}}"
      ),
      (
        "again",
        "again: {invoke: {step: human.task, with: {title: t, assignee: operator, form: {}}, onDone: paying, onError: paying}}"
      ),
    ])
  func oneThatWaitsOrMayEndIsNot(_ outcome: String, _ more: String) {
    let input = "{reference: string, end: timestamp}"
    #expect(!Checked.codes(Self.pays(outcome, more), input: input).contains("step-circle"))
  }

  // MARK: declarations

  @Test(
    arguments: [
      ("{type: string, nonsense: 1}", ["unknown-key"]), ("{type: string, nonsense: int}", ["unknown-key"]),
      ("{type: int, default: x}", ["type-mismatch"]), ("{type: int, min: 3, default: 1}", ["type-mismatch"]),
      ("{type: string, default: \"${now}\"}", ["type-mismatch"]),
      ("{a: {type: string, value: q}}", ["unknown-key"]), ("{a: {b: {type: int, default: 1}}}", ["unknown-key"]),
      ("{type: int, default: 3}", []), ("{type: {type: string, id: int}}", []),
      ("{type: '[string]', default: [a]}", []),
      ("{type: string, value: q, max: 3}", []),
    ])
  func noKeyOfAnInputIsIgnored(_ type: String, _ codes: [String]) {
    #expect(Checked.codes("states: {a: {rest: true}}", input: "{reference: string, x: \(type)}") == codes)
  }

  @Test func whatIsLeftOutOfAnInputHasItsDefault() throws {
    let chart = try Chart(
      root: "view: {n: {value: \"${input.n}\"}}\nstates: {a: {rest: true, entry: [{spawn: {workflow: part}}]}}",
      members: [
        "part": "input: {m: {type: string, default: q}}\nview: {m: {value: \"${input.m}\"}}\nstates: {b: {rest: true}}"
      ],
      input: "{n: {type: int, default: 7}}")
    let typed = try chart.bundle.inputType.decode(.map(ValueMap()))
    #expect(typed["n"] == 7)
    #expect(try chart.view["m"] == "q")
  }

  @Test(
    arguments: [
      ("0", CELType.int), ("true", .bool), ("1.5", .double), ("word", .string), ("\"${1 + 2}\"", .int),
      ("[a, b]", .list(.string)),
    ])
  func aViewFieldHasTheTypeOfItsLiteral(_ value: String, _ type: CELType) throws {
    let chart = try Chart("view: {x: {value: \(value)}}\nstates: {a: {rest: true}}")
    #expect(chart.bundle.viewFields.first?.type == type)
  }

  // MARK: messages

  private static func told(_ files: [String: String]) -> [String] {
    FindingTests.findings(files).map { "\($0.file):\($0.line):\($0.column) \($0.code) → \($0.cure)" }
  }

  private static let root = "key: \"${input.id}\"\ninput: {id: string}\nstates: {a: {rest: true}}\n"

  @Test func aLoneWorkflowWithoutAFamilyIsToldOfTheEmptyList() {
    let files = [
      "common.yaml": "params: {n: {type: int, default: 1}}\n",
      "x.yaml": "include: [common.yaml]\nworkflow: x\n\(Self.root)",
    ]
    #expect(Self.told(files) == ["x.yaml:2:11 no-root → family: [] if 'x' is a workflow of its own"])
  }

  @Test func aFileIsNotUnusedBecauseTheOneThatIncludesItCannotBeRead() {
    let files = [
      "common.yaml": "params: {n: {type: int, default: 1}}\n",
      "x.yaml": "include: [common.yaml]\nworkflow: x\nfamily: [\n",
    ]
    #expect(!FindingTests.findings(files).map(\.code).contains("unused-file"))
  }

  @Test func aMemberOfAnotherRootIsNotToldToLeaveIt() {
    let files = [
      "a.yaml": "workflow: a\nfamily: [m]\n\(Self.root)", "b.yaml": "workflow: b\nfamily: [m]\n\(Self.root)",
      "m.yaml": "workflow: m\nfamily: a\nstates: {s: {rest: true}}\n",
    ]
    let told = FindingTests.findings(files).filter { $0.code == "wrong-family" }
    #expect(told.map(\.file) == ["b.yaml"])
    #expect(told.first?.cure.contains("take 'm' out of this list") == true)
  }
}
