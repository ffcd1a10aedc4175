import Testing
import WorkflowDefinitions

/// The forms that make a definition shorter are refused with a cure where they mean nothing.
@Suite struct NewFormTests {
  static let go = "events: {go: {data: {}, by: [operator], otherwise: reject}}\n"
  static let get = "{step: stripe.account.get, with: {account: a}}"

  @Test(
    arguments: [
      ("always: {guard: \"entries > 1\", step: \(get), target: b}", ["step-without-event"]),
      (
        "invoke: {step: stripe.account.get, with: {account: a}, onDone: b, onError: {step: \(get)}}",
        ["step-without-event"]
      ),
      ("on: {go: {step: \(get), reject: no}}", ["disposition-with-target"]),
      ("on: {go: {step: {step: stripe.account.get, with: {account: a}, onDone: b}, target: b}}", ["bad-value"]),
      ("on: {go: {step: {step: stripe.acount.get, with: {account: a}}, target: b}}", ["unknown-step"]),
      ("on: {go: {stp: \(get), target: b}}", ["unknown-key"]),
      ("on: {go: {by: nobody, target: b}}", ["bad-value"]), ("on: {go: {by: [site], target: b}}", ["bad-value"]),
      ("always: {by: operator, guard: \"entries > 1\", target: b}", ["bad-value"]),
      ("on: {go: {actions: [{let: x}]}}", ["wrong-kind"]),
      ("on: {go: {actions: [{let: {now: 1}}]}}", ["reserved-name"]),
      ("on: {go: {actions: [{if: \"true\", then: [{let: {x: 1}}]}, {journal: \"${x}\"}]}}", ["unknown-name"]),
      ("on: {go: {step: \(get), target: b}}", []), ("on: {go: [{by: operator, target: b}, {reject: no}]}", []),
    ])
  func aMisuseIsTold(_ state: String, _ codes: [String]) {
    let body = "\(Self.go)initial: a\nstates:\n  a: {rest: true, \(state)}\n  b: {rest: true, on: {go: a}}\n"
    let found = Set(Checked.codes(body)).subtracting(["unreachable-state"])
    #expect(found == Set(codes))
  }

  @Test func moneyOnATransitionSaysWhatFollowsFromAnErrorAndNamesItsAct() {
    func codes(_ key: String, _ error: String) -> [String] {
      Checked.codes(
        """
        ledger: {currency: EUR, accounts: {client: external, moving: external, moved: external}}
        \(Self.go)initial: a
        states:
          a:
            rest: true
            on:
              go:
                step:
                  step: stripe.transfer
                  \(key)
                  with: {amount: 1, currency: EUR, destination: a, group: g}
                  moves: {from: client, via: moving, to: moved, amount: 1}
                  \(error)
                target: b
          b: {rest: true, on: {go: a}}
        """)
    }
    #expect(codes("key: \"${family.key}/${step.number}\"", "onError: {actions: []}") == [])
    #expect(codes("key: \"${family.key}/${step.number}\"", "") == ["money-step-outcome"])
    #expect(codes("", "onError: {actions: []}") == ["money-step-without-key"])
    #expect(codes("key: \"${family.key}/x\"", "onError: {actions: []}") == ["constant-money-key"])
  }

  @Test(
    arguments: [
      ("roles: [buyer, operator]", ["reserved-name"]), ("roles: [buyer, buyer]", ["bad-value"]),
      ("roles: ['two words']", ["bad-value"]), ("roles: [buyer, seller]", []), ("roles: []", []),
    ])
  func rolesAreWords(_ roles: String, _ codes: [String]) {
    #expect(Checked.codes("\(roles)\nstates: {a: {rest: true}}") == codes)
  }

  @Test func anEventIsSentByRolesOfItsFamilyOnly() {
    let body =
      "roles: [buyer]\nevents: {go: {data: {}, by: [client], otherwise: reject}}\nstates: {a: {rest: true, on: {go: {actions: [{journal: x}]}}}}"
    #expect(Checked.codes(body) == ["bad-value"])
    #expect(Checked.codes(body.replacing("[client]", with: "[buyer]")) == [])
  }

  @Test(arguments: [("'{id: string}|null'", true), ("'[{id: string}]'", true), ("'{id: strin}|null'", false)])
  func recordsMayBeWrittenAsText(_ type: String, _ isRead: Bool) {
    let codes = Checked.codes(
      "context: {x: {type: \(type), value: \(type.hasPrefix("'[") ? "[]" : "null")}}\nstates: {a: {rest: true}}")
    #expect(codes == (isRead ? [] : ["bad-type"]))
  }
}
