import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// The checker's finding about each wrong definition: one, at its line.
@Suite struct FindingTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var name: String
    /// The root's body below the head, which has five lines.
    var body: String
    /// Code and line of every error.
    var expected: [String]
    var cure: String = ""
    var testDescription: String { name }
  }

  static let head = """
    workflow: small
    version: 1
    family: []
    key: "${input.reference}"
    input: {reference: string}

    """

  static let samples = [
    Sample(
      name: "an unknown mode", body: "mode: fast\ninitial: a\nstates: {a: {rest: true}}", expected: ["bad-value:6"]),
    Sample(
      name: "an unknown key names the nearest one",
      body: """
        initial: a
        states:
          a:
            rest: true
            entri: [{journal: hello}]
        """, expected: ["unknown-key:10"], cure: "entry"),
    Sample(
      name: "an unknown key at the top",
      body: """
        intial: a
        states:
          a: {rest: true}
        """, expected: ["unknown-key:6"], cure: "initial"),
    Sample(
      name: "a default entry that leads upwards",
      body: """
        initial: a
        states:
          a:
            rest: true
            initial: a
            states: {b: {}}
        """, expected: ["missing-target:10"]),
    Sample(
      name: "a limit that nobody could mean",
      body: """
        limits: {deferred: 0}
        initial: a
        states:
          a: {rest: true}
        """, expected: ["out-of-range:6"]),
    Sample(
      name: "a list where a mapping belongs",
      body: """
        initial: a
        states:
          a: {rest: true, timers: [tomorrow]}
        """, expected: ["wrong-kind:8"]),
    Sample(
      name: "a flag that is a word",
      body: """
        events: {go: {data: {}, by: [operator], otherwise: reject}}
        initial: a
        states:
          a: {rest: true, on: {go: {target: a, reenter: yes}}}
        """, expected: ["wrong-kind:9"]),
    Sample(
      name: "two actions in one entry",
      body: """
        initial: a
        states:
          a:
            rest: true
            entry: [{journal: one, alarm: two}]
        """, expected: ["several-actions:10"]),
    Sample(
      name: "a key of the root in a member's place",
      body: """
        output: {n: int}
        initial: a
        states:
          a: {rest: true}
        """, expected: ["unknown-key:6"], cure: "only a member"),
    Sample(
      name: "no event is marked internal: one without 'by' and 'from' is",
      body: """
        events: {go: {data: {}, internal: true, otherwise: ignore}}
        initial: a
        states:
          a: {rest: true}
        """, expected: ["unknown-key:6"]),
    Sample(
      name: "a birth has no target",
      body: """
        start: [{target: a}]
        initial: a
        states:
          a: {rest: true}
        """, expected: ["unknown-key:6"]),
    Sample(
      name: "a target that does not exist",
      body: """
        events: {go: {data: {}, by: [operator], otherwise: reject}}
        initial: waiting
        states:
          waiting:
            rest: true
            on: {go: waitin}
        """, expected: ["missing-target:11"], cure: "waiting"),
    Sample(
      name: "an event that was never declared",
      body: """
        events: {go: {data: {}, by: [operator], otherwise: reject}}
        initial: a
        states:
          a:
            rest: true
            on:
              goo: {actions: []}
        """, expected: ["unknown-event:12"], cure: "go"),
    Sample(
      name: "a step that no executor offers",
      body: """
        initial: a
        states:
          a:
            invoke:
              step: email.sent
              onError: {actions: []}
        """, expected: ["unknown-step:10"], cure: "email.send"),
    Sample(
      name: "a guard that is not a bool",
      body: """
        events: {go: {data: {n: int}, by: [operator], otherwise: reject}}
        initial: a
        states:
          a:
            rest: true
            on:
              go: {guard: "event.data.n + 1", actions: []}
        """, expected: ["wrong-type:12"]),
    Sample(
      name: "a guard that compares two types",
      body: """
        events: {go: {data: {n: int}, by: [operator], otherwise: reject}}
        initial: a
        states:
          a:
            rest: true
            on:
              go:
                guard: "event.data.n == 'one'"
                actions: []
        """, expected: ["no-overload:13"]),
    Sample(
      name: "a money step without a key",
      body: """
        ledger: {currency: EUR, accounts: {a: credit, b: credit, c: credit}}
        initial: paying
        states:
          paying:
            invoke:
              step: stripe.reversal
              with: {transfer: t, amount: 1}
              moves: {from: a, via: b, to: c, amount: 1}
              onDone: {target: paid}
              onError: {target: paid}
          paid: {rest: true}
        """, expected: ["money-step-without-key:11"]),
    Sample(
      name: "a money step without moves",
      body: """
        ledger: {currency: EUR, accounts: {a: credit, b: credit, c: credit}}
        initial: paying
        states:
          paying:
            invoke:
              step: stripe.reversal
              key: "${family.key}/reversal/1"
              with: {transfer: t, amount: 1}
              onDone: {target: paid}
              onError: {target: paid}
          paid: {rest: true}
        """, expected: ["money-step-without-moves:11"]),
    Sample(
      name: "a money step that nobody hears fail",
      body: """
        ledger: {currency: EUR, accounts: {a: credit, b: credit, c: credit}}
        initial: paying
        states:
          paying:
            invoke:
              step: stripe.reversal
              key: "${family.key}/reversal/1"
              with: {transfer: t, amount: 1}
              moves: {from: a, via: b, to: c, amount: 1}
              onDone: {target: paid}
          paid: {rest: true}
        """, expected: ["money-step-outcome:11"]),
    Sample(
      name: "a state that nothing leads to",
      body: """
        initial: a
        states:
          a: {rest: true}
          lost: {rest: true}
        """, expected: ["unreachable-state:9"]),
    Sample(
      name: "a state that could wait for ever",
      body: """
        events: {go: {data: {}, by: [operator], otherwise: reject}}
        initial: a
        states:
          a: {on: {go: b}}
          b: {rest: true}
        """, expected: ["stranded-state:9"]),
    Sample(
      name: "an event without a verdict",
      body: """
        events:
          go: {data: {}, by: [operator]}
        initial: a
        states:
          a: {rest: true, on: {go: b}}
          b: {rest: true}
        """, expected: ["missing-otherwise:7"]),
    Sample(
      name: "a refusal that nobody can hear",
      body: """
        events:
          go: {data: {}, otherwise: reject}
        initial: a
        states:
          a: {rest: true, on: {go: b}}
          b: {rest: true}
        """, expected: ["reject-without-caller:7"]),
    Sample(
      name: "a YAML anchor",
      body: """
        initial: a
        states:
          a: &mine {rest: true}
        """, expected: ["yaml-anchor:8"]),
    Sample(
      name: "a guard that YAML reads as a tag",
      body: """
        events: {go: {data: {}, by: [operator], otherwise: reject}}
        initial: a
        states:
          a:
            rest: true
            on:
              go:
                guard: !In('x')
                actions: []
        """, expected: ["yaml-tag:13"]),
    Sample(
      name: "a key that is given twice",
      body: """
        initial: a
        states:
          a: {rest: true}
          a: {rest: true}
        """, expected: ["yaml-duplicate-key:9"]),
    Sample(
      name: "a literal that looks like an expression",
      body: """
        context: {by: {type: string, value: ""}}
        events: {go: {data: {by: string}, by: [operator], otherwise: reject}}
        initial: a
        states:
          a:
            rest: true
            on:
              go: {actions: [{assign: {by: event.data.by}}]}
        """, expected: ["literal-looks-like-expression:13"], cure: "${event.data.by}"),
    Sample(
      name: "a timer that does not say what if it is late",
      body: """
        initial: a
        states:
          a:
            timers:
              due: {at: "entered + period('PT1H')", target: b}
          b: {rest: true}
        """, expected: ["timer-without-lateness:10"]),
    Sample(
      name: "a timer that follows the clock instead of a fact",
      body: """
        initial: a
        states:
          a:
            timers:
              due: {at: "now + period('PT1H')", late: always, target: b}
          b: {rest: true}
        """, expected: ["timer-reads-now:10"]),
    Sample(
      name: "two states of one name",
      body: """
        type: parallel
        states:
          x: {rest: true, states: {b: {}}}
          y: {rest: true, states: {b: {}}}
        """, expected: ["duplicate-state:9"]),
    Sample(
      name: "a personal field in a text",
      body: """
        events: {go: {data: {why: {type: string, personal: true}}, by: [operator], otherwise: reject}}
        initial: a
        states:
          a:
            rest: true
            on:
              go: {actions: [{journal: "because ${event.data.why}"}]}
        """, expected: ["personal-in-text:12"]),
    Sample(
      name: "a spawned step that would leave a state",
      body: """
        initial: a
        states:
          a:
            rest: true
            entry:
              - spawn:
                  step: human.task
                  with: {title: t, assignee: operator, text: null, form: {}, due: null}
                  onDone: {target: b}
          b: {rest: true}
        """, expected: ["spawn-with-target:14"]),
  ]

  static func findings(_ sources: [String: String]) -> [Finding] {
    let files = sources.keys.sorted().map { SourceFile(path: $0, source: Array((sources[$0] ?? "").utf8)) }
    do {
      return try ShippedWorkflows.loader.load(files).warnings
    } catch {
      return error.list
    }
  }

  @Test(arguments: samples)
  func aWrongDefinitionIsFoundAtItsLine(_ sample: Sample) {
    let findings = Self.findings(["small.yaml": Self.head + sample.body])
    let errors = findings.filter { $0.severity == .error }
    #expect(
      errors.map { "\($0.code):\($0.line)" } == sample.expected,
      Comment(rawValue: findings.map(\.description).joined(separator: "\n")))
    #expect(sample.cure.isEmpty || errors.contains { $0.cure.contains(sample.cure) })
  }

  @Test func allFindingsComeAtOnce() {
    let findings = Self.findings([
      "small.yaml": Self.head + """
        events:
          go: {data: {n: int}, by: [operator], otherwise: reject}
        initial: a
        states:
          a:
            rest: true
            entri: []
            on:
              go: {guard: "event.data.m > 1", target: c}
          b: {rest: true}
        """
    ]).filter { $0.severity == .error }
    let codes = findings.map(\.code)
    for code in ["unknown-key", "unreachable-state"] { #expect(codes.contains(code)) }
    #expect(findings.count >= 3)
    #expect(findings.map(\.line) == findings.map(\.line).sorted())
  }

  @Test func findingsOfSeveralFilesComeTogether() {
    let findings = Self.findings([
      "small.yaml": Self.head + "surprise: 1\ninitial: a\nstates: {a: {rest: true}}\n",
      "other.yaml": "key: [\n",
    ])
    #expect(Set(findings.map(\.file)) == ["small.yaml", "other.yaml"])
  }

  @Test func aMemberThatBelongsElsewhereIsFound() {
    let findings = Self.findings([
      "small.yaml": Self.head.replacing("family: []", with: "family: [child, lost]")
        + "initial: a\nstates: {a: {rest: true}}\n",
      "child.yaml": "workflow: child\nversion: 1\nfamily: other\ninitial: a\nstates: {a: {rest: true}}\n",
    ])
    #expect(findings.map(\.code).contains("missing-workflow"))
  }
}
