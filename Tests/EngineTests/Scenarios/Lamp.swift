import WorkflowDefinitions
import WorkflowScenarios
import WorkflowTesting

/// A small workflow and its scenarios: a lamp that is paid for by the hour.
struct Lamp {
  static let workflow = """
    workflow: lamp
    family: []
    key: "${input.name}"
    input: {name: string, price: int}
    context: {rounds: {type: int, value: 0}}
    events:
      turn: {data: {by: string}, by: [client], otherwise: reject}
      blink: {data: {}, by: [client], otherwise: ignore}
    ledger: {currency: EUR, accounts: {client: external, held: credit, kept: credit}}
    view:
      lit: {type: bool, default: false, index: true}
      rounds: {value: "${context.rounds}"}
    initial: dark
    states:
      dark:
        rest: true
        on:
          turn:
            - {guard: "context.rounds >= 2", reject: worn_out}
            - {guard: "event.data.by == 'ghost'", target: haunted}
            - {target: bright, actions: [{post: {from: client, to: held, amount: "${input.price}"}}]}
      bright:
        view: {lit: true}
        entry: [{assign: {rounds: "${context.rounds + 1}"}}]
        invoke:
          step: email.send
          with: {template: lit, to: a@b.example, name: null, language: en, data: {}, calendar: null}
          onDone: {actions: []}
          onError: {actions: [{alarm: "no mail: ${event.data.code}"}]}
        timers:
          burn: {at: "entered + period('PT1H')", late: always, target: dark, actions: [{post: {from: held, to: kept, amount: "${input.price}"}}]}
      haunted: {rest: true}
    """

  static let head = """
    given:
      at: 2027-03-01T09:00:00Z
      input: {name: L-1, price: 5}
      steps: {email.send: {done: {message_id: m1}}}

    """

  static func suite(_ scenarios: String, workflow: String = workflow) throws(Findings) -> ScenarioSuite {
    try ScenarioSuite(
      loader: ShippedWorkflows.loader, workflows: [SourceFile(path: "lamp.yaml", source: Array(workflow.utf8))],
      scenarios: [SourceFile(path: "lamp-test.yaml", source: Array((head + scenarios).utf8))])
  }

  /// A scenario of one story.
  static func run(_ story: String) throws -> ScenarioResult {
    try suite("scenarios:\n  - scenario: one\n    story:\n" + story).run()[0]
  }
}
