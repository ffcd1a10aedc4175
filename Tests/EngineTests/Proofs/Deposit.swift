import Statecharts
import WorkflowDefinitions
import WorkflowProofs
import WorkflowScenarios
import WorkflowTesting

/// A small workflow with money: a deposit is paid in, and paid out once it is due and nobody objects.
struct Deposit {
  static let workflow = """
    workflow: deposit
    family: []
    key: "${input.id}"
    input: {id: string, price: int}
    context: {frozen: {type: bool, value: false}, due: timestamp|null, tries: {type: int, value: 0}}
    events:
      pay: {data: {amount: int}, by: [client], otherwise: reject}
      freeze: {data: {}, by: [operator], otherwise: reject}
      lift: {data: {}, by: [operator], otherwise: reject}
      refund: {data: {percent: {type: int, min: 0, max: 100}}, by: [operator], otherwise: reject}
    ledger: {currency: EUR, accounts: {client: external, held: credit, paying: credit, paid: credit, refunding: credit, refunded: credit}}
    on:
      freeze: {actions: [{assign: {frozen: true}}]}
      lift: {actions: [{assign: {frozen: false}}]}
    initial: unpaid
    states:
      unpaid:
        timers: {expiry: {at: "entered + period('P1D')", late: always, target: over}}
        on:
          pay:
            - {guard: "event.data.amount != input.price", reject: wrong_amount}
            - {target: cooling, actions: [{post: {from: client, to: held, amount: "${event.data.amount}"}}, {assign: {due: "${now + period('P2D')}"}}]}
      cooling:
        timers: {due: {at: context.due, late: always, target: ready}}
        on:
          refund:
            - {guard: "event.data.percent == 0", reject: nothing}
            - {guard: "event.data.percent < 100", reject: not_in_part}
            - {target: refunding}
      ready:
        rest: view
        always: {guard: "!context.frozen && now >= known(context.due)", target: paying}
        on: {refund: {guard: "event.data.percent == 100", target: refunding}}
      paying:
        entry: [{assign: {tries: "${context.tries + 1}"}}]
        invoke:
          step: stripe.transfer
          key: "${family.key}/transfer/${context.tries}"
          with: {amount: "${step.amount}", currency: EUR, destination: acct_1, charge: ch_1, group: "${family.key}"}
          moves: {from: held, via: paying, to: paid, amount: "${balance('held')}"}
          precondition: "!context.frozen"
          onDone: {target: over}
          onError: {target: cooling, actions: [{assign: {due: "${now + period('P1D')}"}}]}
          onStopped: ready
      refunding:
        invoke:
          step: stripe.refund
          key: "${family.key}/refund"
          with: {intent: pi_1, amount: "${step.amount}", reason: requested_by_customer, currency: EUR}
          moves: {from: held, via: refunding, to: refunded, amount: "${balance('held')}"}
          completedBy: {}
          onDone: {target: over}
          onError: {target: broken}
      broken:
        invoke:
          step: human.task
          key: "${family.key}/task/${entries}"
          with: {title: "pay it back by hand", assignee: operator, text: null, form: {paid: bool}, due: null}
          onDone: {target: over, actions: [{post: {from: held, to: refunded, amount: "${balance('held')}"}}]}
          onError: {target: broken, reenter: true}
      over: {type: final}
    invariants:
      - {name: the books conserve, always: "balance('held') + balance('paying') + balance('paid') + balance('refunding') + balance('refunded') == -balance('client')"}
      - {name: nothing is paid out while it is frozen, never: "entered('paying') && context.frozen"}
      - {name: nothing is paid out before it is due, never: "entered('paying') && (context.due == null || now < context.due)"}
    """

  static let scenarios = """
    given:
      at: 2027-03-01T09:00:00Z
      input: {id: D-1, price: 500}
      steps:
        stripe.transfer: {done: {id: tr_1}}
        stripe.refund: {done: {id: re_1, status: succeeded}}
    scenarios:
      - scenario: it is paid out
        story:
          - when: [{start: true}, {event: pay, data: {amount: 500}}, {after: P2D}]
            then: {states: {deposit: ended}, balances: {client: -500, paid: 500}, steps: any}
    """

  /// The workflow with pieces of its text replaced.
  static func suite(_ changes: [(String, String)] = [], more: [String] = []) throws(Findings) -> ScenarioSuite {
    var text = workflow
    for (old, new) in changes {
      precondition(text.contains(old), "'\(old)' is not there")
      text = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
    var files = [SourceFile(path: "deposit-test.yaml", source: Array(scenarios.utf8))]
    for (index, scenario) in more.enumerated() {
      files.append(SourceFile(path: "more-\(index).yaml", source: Array(scenario.utf8)))
    }
    return try ScenarioSuite(
      loader: ShippedWorkflows.loader, workflows: [SourceFile(path: "deposit.yaml", source: Array(text.utf8))],
      scenarios: files)
  }

  static func proof(_ changes: [(String, String)] = [], bounds: ProofBounds = ProofBounds(states: 2_000))
    throws(Findings) -> ProofReport
  { Prover(try suite(changes)).prove(bundle: 0, bounds: bounds) }
}
