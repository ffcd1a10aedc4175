import CEL
import CivilTime
import SCXMLTesting
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// The mode `scxml`, from definitions in our own language. What the suites hold is not said again.
@Suite struct SessionTests {
  private func load(_ sources: String...) throws -> [Bundle] {
    var loader = ShippedWorkflows.loader
    loader.allowsSessions = true
    let files = sources.enumerated().map { SourceFile(path: "\($0.offset).yaml", source: Array($0.element.utf8)) }
    return try loader.load(files).bundles
  }

  private func platform(_ sources: String...) throws -> SessionPlatform {
    var bundles: [Bundle] = []
    for source in sources { bundles += try load(source) }
    let all = bundles
    let platform = SessionPlatform { start in all.first { .string($0.root.name) == start.content } }
    try platform.start(all[0])
    return platform
  }

  private func send(_ name: String, _ data: Value = .null) -> Event {
    Event(name: name, role: SessionRole.external, data: data)
  }

  @Test func anErrorEndsItsBlockAndNoOther() throws {
    let platform = try platform(
      """
      workflow: small
      mode: scxml
      context: {x: "${0}"}
      states:
        a:
          entry:
            - [{assign: {y: "${1}"}}, {assign: {x: "${context.x + 1}"}}]
            - [{assign: {x: "${context.x + 10}"}}]
          on:
            - {event: error, actions: [{log: "${event.data.tagname + ' in line ' + string(event.data.line)}"}]}
            - {guard: "context.x == 10", target: b}
        b: {}
      """)
    #expect(platform.configuration == ["b"])
  }

  @Test func anErrorEventSaysWhatFailedAndWhere() throws {
    let platform = try platform(
      """
      workflow: small
      mode: scxml
      states:
        a:
          entry: [{raise: first}, {assign: {"not.there": "${1}"}}]
          on:
            - {event: "error.execution", actions: [{log: "${event.data.tagname}:${event.data.line} ${event.type}"}]}
      """)
    #expect(platform.log == ["assign:5 platform"])
  }

  @Test func descriptorsNameEventsByWholeTokens() {
    for (descriptor, event, isMatch) in [
      ("foo", "foo", true), ("foo", "foo.bar", true), ("foo", "foobar", false), ("foo.*", "foo", true),
      ("foo.", "foo.bar", true), ("*", "any.thing", true), ("foo.bar", "foo", false), ("foo.bar", "foo.bar.baz", true),
    ] {
      #expect(EventDescriptor(descriptor).matches(event) == isMatch, "\(descriptor) \(event)")
    }
  }

  @Test func aLocationIsNeverMadeOnTheWay() throws {
    let platform = try platform(
      """
      workflow: small
      mode: scxml
      context: {box: "${{'list': [1, 2], 'inner': {'x': 1}}}"}
      states:
        a:
          on:
            - {event: one, actions: [{assign: {"box.inner.x": "${2}"}}, {assign: {"box.list[1]": "${9}"}}]}
            - {event: two, actions: [{assign: {"box.other": "${2}"}}]}
            - {event: three, actions: [{assign: {"box.list[2]": "${2}"}}]}
            - {event: show, actions: [{log: "${string(context.box.inner.x) + string(context.box.list[1])}"}]}
            - {event: error.execution, actions: [{log: refused}]}
      """)
    for event in ["one", "two", "three", "show"] { try platform.send(send(event)) }
    #expect(platform.log == ["refused", "refused", "29"])
  }

  @Test func aDelayedEventComesWhenItIsDueAndDiesWithItsSession() throws {
    let platform = try platform(
      """
      workflow: small
      mode: scxml
      states:
        a:
          entry: [{send: {event: late, delay: 2s, id: x}}, {send: {event: early, delay: 500ms}}]
          on:
            - {event: early, actions: [{log: early}]}
            - {event: late, target: over}
            - {event: stop, actions: [{cancel: x}]}
        over: {type: final}
      """)
    try platform.advance(by: .milliseconds(499))
    #expect(platform.log.isEmpty)
    try platform.advance(by: .milliseconds(1))
    #expect(platform.log == ["early"])
    try platform.send(send("stop"))
    #expect(platform.nextDue == nil)
    #expect(platform.isRunning)
  }

  @Test func aChildHearsItsParentAndItsEndIsHeard() throws {
    let platform = try platform(
      """
      workflow: parent
      mode: scxml
      states:
        a:
          invoke: [{id: kid, content: child, params: [{name: size, value: "${3}"}]}]
          on:
            - {event: ready, actions: [{send: {event: go, target: "#_kid"}}, {log: "${event.invokeid}"}]}
            - {event: done.invoke.kid, target: b, actions: [{log: "${string(event.data)}"}]}
        b: {}
      """,
      """
      workflow: child
      mode: scxml
      context: {size: "${0}", other: "${1}"}
      states:
        a:
          entry: [{send: {event: ready, target: "#_parent"}}]
          on: [{event: go, target: end}]
        end: {type: final, donedata: {content: "${context.size + context.other}"}}
      """)
    #expect(platform.configuration == ["b"])
    #expect(platform.log == ["kid", "4"])
  }

  @Test func aSnapshotOfASessionIsReadAsItWasWritten() throws {
    let bundle = try #require(
      try load(
        """
        workflow: small
        mode: scxml
        context: {x: "${[1, 'two', {'three': 3}]}"}
        states: {a: {invoke: [{content: child}]}}
        """
      ).first)
    let family = try bundle.newborn(key: "s", input: .map(ValueMap()), params: [], now: .epoch)
    let change = try bundle.initialTransition(family, StepInput(stimulus: .start, now: .epoch))
    let instance = try #require(change.next.instances[0])
    #expect(instance.invocations.map(\.id) == ["a.1"])
    #expect(try bundle.decodeInstance(bundle.encode(instance, machine: 0), machine: 0) == instance)
  }

  @Test func aDeploymentRefusesTheMode() throws {
    let source = "workflow: small\nmode: scxml\nstates: {a: {}}\n"
    let file = SourceFile(path: "small.yaml", source: Array(source.utf8))
    let findings = #expect(throws: Findings.self) { try ShippedWorkflows.loader.load([file]) }
    #expect(findings?.list.contains { $0.code == "scxml-mode" && $0.line == 2 } == true)
  }

  @Test func aFamilyHasOneMode() throws {
    let findings = #expect(throws: Findings.self) {
      try load(
        "workflow: small\nversion: 1\nfamily: [other]\nkey: k\ninput: {}\nstates: {a: {rest: true}}\n",
        "workflow: other\nmode: scxml\nstates: {a: {}}\n")
    }
    #expect(findings?.list.contains { $0.code == "mixed-modes" } == true)
  }

  @Test func anUnknownModeIsFound() throws {
    let findings = #expect(throws: Findings.self) {
      try load("workflow: small\nmode: fast\nfamily: []\nkey: k\ninput: {}\nstates: {a: {rest: true}}\n")
    }
    #expect(findings?.list.contains { $0.code == "bad-value" && $0.line == 2 } == true)
  }
}
