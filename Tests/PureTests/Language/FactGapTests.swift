import CEL
import CivilTime
import Statecharts
import Testing
import WorkflowDefinitions

/// Claims, lanes and invariants (G13, G18, G19 of language/syntax.md §1).
@Suite struct FactGapTests {
  static let go = "{data: {}, by: [operator], otherwise: reject}"

  static let slots = """
    context: {start: {type: timestamp, value: "2027-06-01T10:00:00Z"}}
    events: {move: {data: {to: timestamp}, by: [operator], otherwise: reject}, leave: \(go)}
    claims:
      slot: {resource: room/1, from: "${context.start}", to: "${context.start + period('PT1H')}"}
      seats: {resource: seats, limit: 10, amount: 3}
      sold: {resource: copy/1, keep: true}
    initial: a
    states:
      a:
        rest: true
        holds: [slot, seats, sold]
        on:
          move:
            target: a
            onRefused: {reject: taken}
            actions: [{assign: {start: "${event.data.to}"}}]
          leave: b
      b: {rest: true}
    """

  @Test("G13: a claim is taken with its state, follows its facts and goes with the state; one that is kept stays")
  func claims() throws {
    var chart = try Chart(Self.slots)
    #expect(chart.family.claims.map(\.resource) == ["room/1", "seats", "copy/1"])
    #expect(chart.family.claims.map(\.amount) == [1, 3, 1])
    #expect(chart.family.claims.map(\.limit) == [1, 10, 1])
    let later = try Instant.parse("2027-06-02T10:00:00Z")
    try chart.send("move", ["to": .timestamp(later)])
    #expect(chart.family.claims[0].from == later)
    #expect(
      chart.last?.effects.contains { if case .claim(let claim) = $0 { claim.resource == "room/1" } else { false } }
        == true)
    try chart.send("leave")
    #expect(chart.family.claims.map(\.resource) == ["copy/1"])
    #expect(try chart.bundle.stored(chart.family).claims == chart.family.claims)
  }

  @Test("G13: a claim that is taken by others makes way for onRefused, and nothing has changed")
  func refusedClaims() throws {
    var chart = try Chart(Self.slots)
    chart.isRefused = true
    let before = chart.family.claims
    let verdict = try chart.send("move", ["to": .timestamp(try Instant.parse("2027-06-02T10:00:00Z"))])
    #expect(verdict == .rejected(code: "taken"))
    #expect(chart.family.claims == before)
  }

  @Test(
    "A claim on no time, in the microseconds that are kept, is a failure of the step, and nothing has changed",
    arguments: [
      ("2027-06-01T10:00:00Z", "2027-06-01T10:00:00Z"), ("2027-06-01T10:00:00Z", "2027-06-01T09:00:00Z"),
      ("2027-06-01T10:00:00.0000001Z", "2027-06-01T10:00:00.0000002Z"),
      ("2027-06-01T10:00:00.000000001Z", "2027-06-01T10:00:00.000001Z"),
      ("2027-06-01T10:00:00Z", "9999-12-31T23:59:59.9999999Z"), ("2027-06-01T10:00:00Z", "9999-12-31T23:59:59Z"),
    ])
  func emptyClaims(from: String, to: String) throws {
    let root = """
      context: {from: {type: timestamp, value: "${input.from}"}, to: {type: timestamp, value: "${input.to}"}}
      events: {move: {data: {from: timestamp, to: timestamp}, by: [operator], otherwise: reject}}
      claims: {slot: {resource: room/1, from: "${context.from}", to: "${context.to + input.buffer}"}}
      initial: a
      states:
        a: {rest: true, holds: [slot], on: {move: {actions: [{assign: {from: "${event.data.from}", to: "${event.data.to}"}}]}}}
      """
    let begin = try Instant.parse(from)
    let end = try Instant.parse(to)
    // This time leaves the years 1 to 9999 only with the pause after it.
    let buffer: Duration = end.seconds == Instant.latest.seconds && end.nanoseconds == 0 ? .seconds(1) : .zero
    func failure(_ body: () throws -> Void) -> StepFailure? {
      do {
        try body()
        return nil
      } catch {
        return error as? StepFailure
      }
    }
    let input = "{from: timestamp, to: timestamp, buffer: duration}"
    let born = failure {
      _ = try Chart(
        root: root, members: [:], input: input,
        given: ["from": .timestamp(begin), "to": .timestamp(end), "buffer": .duration(buffer)])
    }
    #expect(born?.code == "claim-empty" && born?.isRefusal == true)
    var chart = try Chart(
      root: root, members: [:], input: input,
      given: [
        "from": .timestamp(begin), "to": .timestamp(try #require(begin.adding(.nanoseconds(1_000)))),
        "buffer": .duration(buffer),
      ])
    let before = chart.family
    let moved = failure { try chart.send("move", ["from": .timestamp(begin), "to": .timestamp(end)]) }
    #expect(moved?.code == "claim-empty")
    #expect(chart.family == before)
  }

  @Test("G13: an amount that no claim can have is a failure of the step", arguments: [0, 101])
  func amountsAreBounded(amount: Int) {
    #expect(throws: StepFailure.self) {
      try Chart(Self.slots.replacing("amount: 3", with: "amount: \"${\(amount) + 0}\""))
    }
    // A literal amount is found before.
    let written = Self.slots.replacing("amount: 3", with: "amount: \(amount)")
    #expect(throws: Findings.self) { try Chart(written) }
  }

  @Test("G13: only the root's states hold claims")
  func claimsBelongToTheRoot() {
    #expect(
      Checked.codes(
        root:
          "claims: {slot: {resource: x}}\ninitial: a\nstates: {a: {rest: true, holds: [slot], entry: [{spawn: {workflow: other}}]}}\n",
        members: ["other": "initial: a\nstates: {a: {rest: true, holds: [slot]}}\n"]) == ["holds-outside-root"])
  }

  @Test("G18: a lane and `supersede` are the step's; spawned ones have a lane for each id")
  func lanes() throws {
    let with = "with: {title: t, assignee: operator, text: null, form: {}, due: null}"
    let chart = try Chart(
      """
      initial: a
      states:
        a:
          rest: true
          entry:
            - spawn: {step: human.task, id: one, lane: calendar, supersede: true, \(with)}
            - spawn: {step: human.task, id: two, \(with)}
      """)
    #expect(chart.started.map(\.lane) == ["calendar", "step/two"])
    #expect(chart.started.map(\.supersede) == [true, false])
  }

  static let counting = """
    context: {n: {type: int, value: 0}, asks: {type: bool, value: false}}
    events: {set: {data: {n: int}, by: [operator], otherwise: reject}, go: \(go)}
    initial: a
    states:
      a:
        rest: true
        on:
          set: {actions: [{assign: {n: "${event.data.n}"}}]}
          go: b
      b:
        invoke: {step: human.task, id: asked, with: {title: t, assignee: operator, text: null, form: {}, due: null}}
        rest: view
        on: {set: {actions: [{assign: {n: "${event.data.n}"}}]}, go: a}

    """

  @Test(
    "G19: invariants hold at the end of every step, else it is undone",
    arguments: [
      ("{name: x, always: \"context.n >= before.context.n\"}", "set", -1),
      ("{name: x, never: \"entered('b')\"}", "go", 0),
      ("{name: x, never: \"entered('small/b')\"}", "go", 0), ("{name: x, never: \"running('asked')\"}", "go", 0),
      ("{name: x, never: \"In('b') && context.n == 0\"}", "go", 0), ("{name: x, rests: \"context.n < 5\"}", "set", 5),
    ])
  func invariants(line: String, event: String, n: Int) throws {
    var chart = try Chart(Self.counting + "invariants: [\(line)]\n")
    let before = chart.family
    let data: Value = event == "set" ? ["n": .int(Int64(n))] : .map(ValueMap())
    #expect { try chart.send(event, data) } throws: { ($0 as? StepFailure)?.code == "invariant" }
    #expect(chart.family == before)
  }

  @Test(
    "G19: a state that has its machine's name is meant by that name, not the machine's root, which is always active")
  func stateNamedLikeItsMachine() throws {
    let named = Self.counting.replacing("initial: a\n", with: "initial: small\n").replacing(
      "  a:\n", with: "  small:\n"
    )
    .replacing("go: a}", with: "go: small}")
    var chart = try Chart(named + "invariants: [{name: x, never: \"In('small') && context.n > 3\"}]\n")
    try chart.send("go")
    try chart.send("set", ["n": 9])
    #expect { try chart.send("go") } throws: { ($0 as? StepFailure)?.code == "invariant" }
  }

  @Test("G19: `atRest` is asked only when every machine rests")
  func restsOnlyAtRest() throws {
    var chart = try Chart(Self.counting + "invariants: [{name: x, rests: \"context.n < 5\"}]\n")
    try chart.send("go")
    try chart.send("set", ["n": 9])
    #expect { try chart.send("go") } throws: { ($0 as? StepFailure)?.code == "invariant" }
  }

  @Test("G19: an invariant that can never be violated is a finding")
  func vacuousInvariants() {
    #expect(
      Checked.codes(Self.counting + "invariants: [{name: x, never: \"In('a') && In('b')\"}]\n") == ["vacuous-invariant"]
    )
  }
}
