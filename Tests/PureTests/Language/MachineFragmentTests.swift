import CEL
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// A fragment may be a part of a file: what several roots or members declare alike.
@Suite struct MachineFragmentTests {
  static let shared = """
    fragments:
      books:
        params: {currency: {}, limit: {default: 10}}
        machine:
          input: {price: int}
          context: {paid: {type: int, value: 0}}
          define: {rest: input.price - context.paid}
          view: {price: {value: "${input.price}"}, open: {value: "${input.price - context.paid}"}}
          ledger: {currency: "$(currency)", accounts: {client: external, held: credit}}
          invariants: [{name: not too much, always: "input.price <= $(limit)"}]
          start: [{guard: "input.price < 0", reject: bad_price}]
          states: {begun: {always: {guard: "half == 10 && rest == 20", target: over}}, over: {rest: true}}
    """

  static let root = """
    include: [shared.yaml]
    use: {books: {currency: EUR, limit: 100}}
    view: {price: {value: 7}, stage: {value: mine}}
    ledger: {accounts: {held: signed, fee: credit}}
    define: {half: rest / 2}
    start: [{guard: "input.price > 80", reject: too_much}]
    initial: begun
    """

  @Test func aFileIsWhatItsFragmentsAndItselfSay() throws {
    let chart = try Chart(root: Self.root, members: [:], given: ["price": 20], others: ["shared.yaml": Self.shared])
    #expect(chart.states() == ["over"])
    #expect(try chart.view["price"] == 7)
    #expect(try chart.view["open"] == 20)
    #expect(try chart.view["stage"] == "mine")
    let bundle = chart.bundle
    #expect(bundle.accounts.map(\.name) == ["held", "fee", "client"])
    #expect(bundle.accounts.map(\.kind) == [.signed, .credit, .external])
    #expect(bundle.invariants.map(\.name) == ["not too much"])
    #expect(bundle.startRules.map(\.reject) == ["too_much", "bad_price"])
  }

  @Test(
    arguments: [
      ("states: {a: {rest: true, use: {books: {}}}}", ["bad-value"]),
      ("use: {books: {}}\nstates: {a: {rest: true}}", []),
      ("use: {bookz: {}}\nstates: {a: {rest: true}}", ["unknown-fragment"]),
      ("use: {both: {}}\nstates: {a: {rest: true}}", ["missing-key", "unknown-fragment"]),
    ])
  func aMisuseIsTold(_ body: String, _ codes: [String]) {
    let fragments = "fragments: {books: {machine: {context: {n: {type: int, value: 0}}}}"
    let both = body.contains("both") ? ", both: {state: {rest: true}, machine: {}}" : ""
    #expect(Set(Checked.codes("\(fragments)\(both)}\n\(body)")) == Set(codes))
  }

  @Test func aLedgerOfAMemberIsRefusedAtTheFragmentsLine() {
    let found = Checked.findings(
      root: "states: {a: {invoke: {workflow: helper, onDone: b}}, b: {rest: true}}",
      members: [
        "helper":
          "fragments: {f: {machine: {ledger: {currency: EUR, accounts: {}}}}}\nuse: {f: {}}\nstates: {e: {type: final}}"
      ])
    #expect(found.map(\.code) == ["unknown-key"])
    #expect(found.first?.line == 4)
  }

  @Test func anIncludedFileUsesNothing() {
    let found = FindingTests.findings([
      "small.yaml":
        "workflow: small\nfamily: []\nkey: k\ninput: {reference: string}\ninclude: [x.yaml]\nstates: {a: {rest: true}}",
      "x.yaml": "fragments: {f: {machine: {context: {a: int|null}}}}\nuse: {f: {}}",
    ])
    #expect(found.map(\.code) == ["unknown-key"])
  }
}
