import CEL
import Statecharts
import Testing
import WorkflowDefinitions

/// YAML, names, types and inclusion (G10, G11, G15, G17, G23, G24, G25 of language/syntax.md §1).
@Suite struct ReadingGapTests {
  static let go = "{data: {}, by: [operator], otherwise: reject}"

  @Test("G10: machines share parameters, functions, events and named actions by inclusion")
  func included() throws {
    let common = """
      params: {fee: {type: int, default: 15}}
      functions: {"net(price int, percent int) int": "price * (100 - percent) / 100"}
      define: {percent: "params.fee"}
      events: {told: {data: {n: int}}}
      actions:
        tell:
          params: {n: int, why: string|null}
          do:
            - emit: told
              with: {n: "${params.n}"}
            - journal: "${params.n} ${params.why == null ? 'unasked' : params.why}"
      """
    var chart = try Chart(
      root: """
        include: [common.yaml]
        events: {go: \(Self.go)}
        initial: a
        states:
          a:
            rest: true
            entry: [{spawn: {workflow: other}}]
            on: {go: {actions: [{tell: {n: "${net(1000, percent)}"}}]}}
        """,
      members: [
        "other": """
        include: [common.yaml]
        context: {heard: {type: int, value: 0}}
        events: {told: ignore}
        initial: a
        states: {a: {rest: true, on: {told: {actions: [{assign: {heard: "${event.data.n}"}}]}}}}
        """
      ], others: ["common.yaml": common])
    try chart.send("go")
    #expect(chart.notes == ["850 unasked"])
    #expect(chart.context("heard", of: "other") == 850)
  }

  @Test func anActionOfAnIncludedFileReachesItsMachineFromEveryMachineAlsoFromItself() throws {
    let common = """
      events: {told: {data: {n: int}}}
      actions: {tell: {params: {n: int}, do: [{send: {to: book, event: told, with: {n: "${params.n}"}}}]}}
      """
    var chart = try Chart(
      root: """
        include: [common.yaml]
        events: {go: \(Self.go)}
        initial: a
        states: {a: {rest: true, entry: [{spawn: {workflow: book}}], on: {go: {actions: [{tell: {n: 1}}]}}}}
        """,
      members: [
        "book": """
        include: [common.yaml]
        context: {heard: {type: "[int]", value: []}}
        events: {told: ignore}
        initial: a
        states:
          a:
            rest: true
            entry: [{tell: {n: 0}}]
            on: {told: {actions: [{assign: {heard: "${context.heard + [event.data.n]}"}}]}}
        """
      ], others: ["common.yaml": common])
    try chart.send("go")
    #expect(chart.context("heard", of: "book") == [0, 1])
  }

  @Test("G10: a named action cannot hide a built-in one, nor call itself; its parameters are typed")
  func namedActionsAreChecked() {
    func codes(_ actions: String, _ call: String) -> [String] {
      Checked.codes("actions: \(actions)\ninitial: a\nstates: {a: {rest: true, entry: [\(call)]}}\n")
    }
    #expect(codes("{emit: {do: []}}", "{journal: x}") == ["reserved-name"])
    #expect(codes("{one: {do: [{two: {}}]}, two: {do: [{one: {}}]}}", "{one: {}}").contains("action-circle"))
    #expect(codes("{one: {params: {n: int}, do: []}}", "{one: {}}") == ["missing-field"])
    #expect(codes("{one: {params: {n: int}, do: []}}", "{one: {n: many}}") == ["type-mismatch"])
    #expect(codes("{one: {params: {n: int}, do: []}}", "{one: {m: 1, n: 1}}") == ["unknown-field"])
  }

  @Test("G11: assignments are visible to the next one, payloads are typed, and nothing undeclared is set")
  func assignments() throws {
    var chart = try Chart(
      """
      context: {n: {type: int, value: 1}, m: {type: int, value: 0}}
      events: {go: \(Self.go)}
      initial: a
      states:
        a: {rest: true, on: {go: {actions: [{assign: {n: "${context.n + 1}", m: "${context.n * 10}"}}]}}}
      """)
    try chart.send("go")
    #expect(chart.context("m") == 20)
    func codes(_ action: String) -> [String] {
      Checked.codes(
        "context: {n: {type: int, value: 0}}\nevents: {told: {data: {n: int}, otherwise: ignore}, go: \(Self.go)}\ninitial: a\nstates: {a: {rest: true, on: {go: {actions: [\(action), {raise: told, with: {n: 1}}]}, told: {actions: [{journal: heard}]}}}}\n"
      )
    }
    #expect(codes("{assign: {m: 1}}") == ["unknown-field"])
    #expect(codes("{assign: {n: one}}") == ["type-mismatch"])
    #expect(codes("{raise: told}") == ["missing-field"])
    #expect(codes("{raise: told, with: {n: many}}") == ["type-mismatch"])
    #expect(Checked.codes("context: {n: int}\ninitial: a\nstates: {a: {rest: true}}\n") == ["missing-value"])
  }

  @Test("G15: parameters are pinned when the family starts")
  func parametersArePinned() throws {
    let chart = try Chart(
      "params: {n: {type: int, default: 7}}\ninitial: a\nstates: {a: {rest: true, entry: [{journal: \"${params.n}\"}]}}\n"
    )
    #expect(chart.notes == ["7"])
    var later = try chart.bundle.initialSnapshot(key: "k", input: .map(ValueMap()), params: [8], now: chart.now)
    later = try chart.bundle.stored(later)
    #expect(later.params == [8])
    #expect(Checked.codes("params: {n: int}\ninitial: a\nstates: {a: {rest: true}}\n") == ["missing-default"])
  }

  @Test("a parameter switches steps that there are, and only a parameter of type bool does")
  func parametersSwitchSteps() throws {
    func codes(_ parameter: String) -> [String] {
      Checked.codes(
        "params: {n: \(parameter)}\ninitial: a\nstates: {a: {rest: true, entry: [{journal: \"${params.n}\"}]}}\n")
    }
    #expect(codes("{type: bool, default: false, steps: [email.send]}") == [])
    #expect(codes("{type: bool, default: false, steps: [email.sent]}") == ["unknown-step"])
    #expect(codes("{type: bool, default: false, steps: []}") == ["bad-value"])
    #expect(codes("{type: int, default: 7, steps: [email.send]}") == ["bad-value"])
    #expect(codes("{type: bool, default: false, stesp: [email.send]}") == ["unknown-key"])
    let chart = try Chart(
      "params: {n: {type: bool, default: false, steps: [email.send]}}\ninitial: a\nstates: {a: {rest: true}}\n")
    #expect(chart.bundle.params.map(\.steps) == [["email.send"]])
  }

  @Test(
    "G17: what YAML does to expressions is a finding, never a guard that is gone",
    arguments: [
      ("{go: {guard: !In('x'), actions: []}}", "yaml-tag"), ("{go: {guard: , actions: []}}", "yaml-empty-value"),
      ("{go: {guard: a ? b : c, actions: []}}", "yaml-syntax"), ("{go: {guard: 'a' == b, actions: []}}", "yaml-syntax"),
      ("{go: &x {actions: []}}", "yaml-anchor"), ("{go: {actions: [], actions: []}}", "yaml-duplicate-key"),
      ("{go: {<<: {actions: []}}}", "yaml-merge"),
      ("{go: {actions: [{assign: {s: event.data.s}}]}}", "literal-looks-like-expression"),
    ])
  func yamlTraps(on: String, code: String) {
    #expect(
      Checked.codes(
        "context: {s: {type: string, value: x}}\nevents: {go: {data: {s: string}, by: [operator], otherwise: reject}}\ninitial: a\nstates:\n  a:\n    rest: true\n    on: \(on)\n"
      ).contains(code))
  }

  @Test("G17: `on` is a key and `no` is text, and an expression ends at the brace that closes it")
  func yaml12() throws {
    var chart = try Chart(
      """
      context: {language: {type: string, value: no}, time: {type: string, value: "x"}}
      events: {on: \(Self.go)}
      initial: a
      states:
        a: {rest: true, on: {on: {actions: [{assign: {time: 1:30}}, {journal: "${ {'a': '}'}.a }${context.language} ${context.time} $${x}"}]}}}
      """)
    try chart.send("on")
    #expect(chart.notes == ["}no 1:30 ${x}"])
  }

  @Test("G23: names of states are unique in a machine; a target is a name or as much of its path as is needed")
  func targets() throws {
    #expect(
      Checked.codes("type: parallel\nstates: {x: {rest: true, states: {b: {}}}, y: {rest: true, states: {b: {}}}}\n")
        == ["duplicate-state"])
    for target in ["inner", "outer.inner", ".inner"] {
      var chart = try Chart(
        """
        events: {go: \(Self.go), other: \(Self.go)}
        initial: a
        states:
          a: {rest: true, on: {go: \(target), other: outer}}
          outer: {rest: true, initial: first, states: {first: {on: {go: inner}}, inner: {}}}
        """)
      try chart.send("go")
      #expect(chart.states() == ["outer.inner"])
    }
    let findings = Checked.findings(root: "initial: waitin\nstates: {waiting: {rest: true}}\n")
    #expect(findings.first { $0.code == "missing-target" }?.cure.contains("waiting") == true)
  }

  @Test("G24: durations are ISO 8601; a day of `period` has 24 hours, calendar days and months need a zone")
  func durations() throws {
    func codes(_ at: String) -> [String] {
      Checked.codes(
        "initial: a\nstates: {a: {timers: {t: {at: \"\(at)\", late: always, target: b}}}, b: {rest: true}}\n")
    }
    #expect(codes("entered + period('P60D')") == [])
    #expect(codes("wall(entered, 'P13M', 'Europe/Berlin')") == [])
    #expect(codes("entered + period('P1M')").contains("bad-literal"))
    #expect(codes("wall(entered, 'P1D', 'Europe/Belrin')").contains("bad-literal"))
  }

  @Test("G25: a family is pinned to all its machines, those included that start later")
  func theHashCoversTheFamily() throws {
    func hash(_ member: String) throws -> String {
      try Chart(
        root:
          "initial: a\nstates: {a: {rest: true, on: {go: b}}, b: {rest: true, entry: [{spawn: {workflow: late}}]}}\nevents: {go: \(Self.go)}\n",
        members: ["late": member]
      ).bundle.hash
    }
    #expect(try hash("initial: a\nstates: {a: {rest: true}}\n") == hash("initial: a\nstates: {a: {rest: true}}\n"))
    #expect(
      try hash("initial: a\nstates: {a: {rest: true}}\n")
        != hash("initial: a\nstates: {b: {rest: true}}\ninitial: b\n".replacing("initial: a\n", with: "")))
  }
}
