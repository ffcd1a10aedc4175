import CEL
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// A state may invoke a workflow once for each element of a list, and goes on when all have ended.
@Suite struct ChildrenTests {
  static let root = """
    context: {names: {type: [string], value: []}, came: {type: [string], value: []}}
    events: {more: {by: [operator], otherwise: ignore}}
    entry: [{assign: {names: "${input.names}"}}]
    initial: asking
    states:
      asking:
        invoke:
          workflow: guest
          each: context.names
          as: guest
          most: 3
          input: {name: "${$(guest)}"}
          onEach: [{assign: {came: "${context.came + [event.data.name]}"}}, {journal: "$(guest): ${event.data.name}"}]
          onDone: complete
          onError: {target: broken, actions: [{journal: "no answer of ${$(guest)}"}]}
        on: {more: complete}
      complete: {rest: true}
      broken: {rest: true}
    """
  static let guest = """
    input: {name: string}
    output: {name: string}
    events: {come: {data: {name: string}, by: [operator], otherwise: ignore}, fail: {data: {name: string}, by: [operator], otherwise: ignore}}
    initial: asked
    states:
      asked:
        rest: true
        on:
          come: {guard: "event.data.name == input.name", target: there}
          fail: {guard: "event.data.name == input.name", target: lost}
      there: {type: final, output: {name: "${input.name}"}}
      lost: {type: final, error: no_answer, output: {name: x}}
    """

  private func chart(_ names: [String]) throws -> Chart {
    try Chart(
      root: Self.root, members: ["guest": Self.guest], input: "{names: [string]}",
      given: ["names": .list(names.map { .string($0) })])
  }

  @Test func itGoesOnWhenAllHaveEnded() throws {
    var chart = try chart(["ann", "bob"])
    #expect(chart.bundle.machines.map(\.name) == ["small", "guest_1", "guest_2", "guest_3"])
    #expect(chart.states("guest_1") == ["asked"] && chart.states("guest_2") == ["asked"])
    #expect(chart.states("guest_3") == [])
    try chart.send("come", ["name": "bob"])
    #expect(chart.states() != ["complete"])
    try chart.send("come", ["name": "ann"])
    #expect(chart.states() == ["complete"])
    #expect(chart.context("came") == ["bob", "ann"])
  }

  @Test func anEmptyListIsCompleteAtOnceAndALongOneIsAnAlarm() throws {
    #expect(try chart([]).states() == ["complete"])
    let long = try chart(["a", "b", "c", "d"])
    #expect(long.alarms == ["more than 3 of 'guest' are asked for in 'asking'"])
    #expect(long.states("guest_3") == ["asked"])
  }

  @Test func theFailureOfOneAndLeavingTheStateStopTheOthers() throws {
    var failed = try chart(["ann", "bob"])
    try failed.send("fail", ["name": "ann"])
    #expect(failed.states() == ["broken"] && failed.states("guest_2") == [])
    #expect(failed.notes == ["no answer of ann"])
    var left = try chart(["ann", "bob"])
    try left.send("more")
    #expect(left.states() == ["complete"] && left.states("guest_1") == [])
  }

  @Test(
    arguments: [
      ("most: 0", "out-of-range"), ("most: 17", "out-of-range"), ("mots: 3", "unknown-key"),
      ("most: 3, each: context.nmaes", "unknown-name"), ("most: 3, onEach: {target: b}", "unknown-action"),
    ])
  func aMisuseIsTold(_ keys: String, _ code: String) {
    let each = keys.contains("each") ? "" : "each: context.names, "
    let found = Checked.findings(
      root: """
        context: {names: {type: [string], value: []}}
        initial: a
        states: {a: {invoke: {workflow: guest, \(each)\(keys), onDone: b}}, b: {rest: true}}
        """, members: ["guest": "states: {e: {type: final}}"])
    #expect(Set(found.map(\.code)).isSuperset(of: [code]), "\(found)")
    #expect(found.count { $0.code == code } == 1, "\(found)")
  }

  @Test func aMistakeInTheWorkflowIsToldOnce() {
    let root =
      "states: {a: {invoke: {workflow: guest, each: '[1, 2]', most: 2, onDone: b}}, b: {rest: true}}\ninitial: a"
    func codes(_ guest: String) -> [String] { Checked.codes(root: root, members: ["guest": guest]) }
    #expect(codes("states: {s: {always: nowhere}, e: {type: final}}").count { $0 == "missing-target" } == 1)
    #expect(codes("states: {e: {type: final, error: x}}") == ["child-without-error-path"])
    #expect(codes("view: {x: {value: 1}}\nstates: {e: {type: final}}") == ["bad-value"])
    #expect(codes("states: {e: {type: final}}") == [])
  }
}
