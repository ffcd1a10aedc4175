import CEL
import Statecharts
import Testing

/// SCXML 1.0's algorithm, as far as the language uses it.
@Suite struct InterpreterTests {
  static let go =
    "events: {go: {data: {}, by: [operator], otherwise: reject}, back: {data: {}, by: [operator], otherwise: reject}}\n"

  @Test func statesAreLeftInnermostFirstAndEnteredOutermostFirst() throws {
    var chart = try Chart(
      Self.go + """
        initial: a
        states:
          a:
            rest: true
            initial: a1
            entry: [{journal: "+a"}]
            exit: [{journal: "-a"}]
            on: {go: {target: b2, actions: [{journal: go}]}}
            states:
              a1: {entry: [{journal: "+a1"}], exit: [{journal: "-a1"}]}
          b:
            rest: true
            initial: b1
            entry: [{journal: "+b"}]
            on: {back: a}
            states:
              b1: {entry: [{journal: "+b1"}], on: {go: b2}}
              b2: {entry: [{journal: "+b2"}], on: {go: b1}}
        """)
    #expect(chart.notes == ["+a", "+a1"])
    try chart.send("go")
    #expect(chart.notes == ["-a1", "-a", "go", "+b", "+b2"])
    #expect(chart.states() == ["b.b2"])
  }

  @Test func theInnerTransitionWinsOverTheOuterOne() throws {
    var chart = try Chart(
      Self.go + """
        initial: a
        states:
          a:
            rest: true
            initial: a1
            on: {go: outer}
            states:
              a1: {on: {go: a2}}
              a2: {}
          outer: {rest: true}
        """)
    try chart.send("go")
    #expect(chart.states() == ["a.a2"])
    try chart.send("go")
    #expect(chart.states() == ["outer"])
  }

  @Test func ofTwoRegionsThatConflictTheFirstInTheDocumentWins() throws {
    var chart = try Chart(
      Self.go + """
        initial: p
        states:
          p:
            type: parallel
            rest: true
            states:
              left: {initial: l1, states: {l1: {on: {go: {target: x, actions: [{journal: left}]}}}}}
              right: {initial: r1, states: {r1: {on: {go: {target: y, actions: [{journal: right}]}}}}}
          x: {rest: true}
          y: {rest: true, on: {go: x}}
        """)
    try chart.send("go")
    #expect(chart.states() == ["x"])
    #expect(chart.notes == ["left"])
  }

  @Test func regionsThatDoNotConflictBothMove() throws {
    var chart = try Chart(
      Self.go + """
        initial: p
        states:
          p:
            type: parallel
            rest: true
            states:
              left: {initial: l1, states: {l1: {on: {go: l2}}, l2: {}}}
              right: {initial: r1, states: {r1: {on: {go: r2}}, r2: {}}}
        """)
    try chart.send("go")
    #expect(chart.states() == ["p.left.l2", "p.right.r2"])
  }

  @Test func aParallelStateThatSendsOneRegionSomewhereStartsTheOthersAnew() throws {
    var chart = try Chart(
      Self.go + """
        initial: p
        states:
          p:
            type: parallel
            rest: true
            on: {back: l2}
            states:
              left: {initial: l1, states: {l1: {}, l2: {}}}
              right: {initial: r1, states: {r1: {on: {go: r2}}, r2: {}}}
        """)
    try chart.send("go")
    #expect(chart.states() == ["p.left.l1", "p.right.r2"])
    try chart.send("back")
    #expect(chart.states() == ["p.left.l2", "p.right.r1"])
  }

  @Test func ofTwoRegionsOneMayLeaveWhileTheOtherNamesItself() throws {
    var chart = try Chart(
      Self.go + """
        initial: p
        states:
          p:
            type: parallel
            rest: true
            states:
              left: {initial: l1, states: {l1: {on: {go: away}}}}
              right: {initial: r1, states: {r1: {on: {go: r1}}}}
          away: {rest: true, on: {back: p}}
        """)
    try chart.send("go")
    #expect(chart.states() == ["away"])
  }

  @Test func aParallelStateIsDoneWhenAllItsRegionsAre() throws {
    var chart = try Chart(
      Self.go + """
        initial: p
        states:
          p:
            type: parallel
            rest: true
            onDone: finished
            states:
              left: {initial: l1, states: {l1: {on: {go: l2}}, l2: {type: final}}}
              right: {initial: r1, states: {r1: {on: {back: r2}}, r2: {type: final}}}
          finished: {rest: true}
        """)
    try chart.send("go")
    #expect(chart.states() == ["p.left.l2", "p.right.r1"])
    try chart.send("back")
    #expect(chart.states() == ["finished"])
  }

  @Test func shallowHistoryReturnsToTheChildThatWasActive() throws {
    var chart = try Chart(
      Self.go + """
        initial: a
        states:
          a:
            rest: true
            initial: a1
            on: {back: away}
            states:
              a1: {on: {go: a2}}
              a2: {}
              before: {type: history, target: a1}
          away: {rest: true, on: {go: before}}
        """)
    try chart.send("back")
    try chart.send("go")
    #expect(chart.states() == ["a.a1"])
    try chart.send("go")
    try chart.send("back")
    try chart.send("go")
    #expect(chart.states() == ["a.a2"])
  }

  @Test func aHistoryThatNamesNoTargetLeadsWithoutAPastWhereItsParentDoes() throws {
    var chart = try Chart(
      Self.go + """
        initial: away
        states:
          away: {rest: true, on: {go: before}}
          p:
            type: parallel
            on: {back: away}
            states:
              x: {rest: true, initial: x1, states: {x1: {on: {go: x2}}, x2: {}}}
              y: {rest: true, initial: y2, states: {y1: {}, y2: {on: {go: y1}}}}
              before: {type: history, history: deep}
        """)
    try chart.send("go")
    #expect(chart.states() == ["p.x.x1", "p.y.y2"])
    try chart.send("go")
    try chart.send("back")
    try chart.send("go")
    #expect(chart.states() == ["p.x.x2", "p.y.y1"])
  }

  @Test func deepHistoryReturnsToTheLeavesThatWereActive() throws {
    var chart = try Chart(
      Self.go + """
        initial: a
        states:
          a:
            rest: true
            initial: m
            on: {back: away}
            states:
              m: {initial: m1, states: {m1: {on: {go: m2}}, m2: {}}}
              before: {type: history, history: deep, target: m}
          away: {rest: true, on: {go: before}}
        """)
    try chart.send("go")
    try chart.send("back")
    try chart.send("go")
    #expect(chart.states() == ["a.m.m2"])
  }

  @Test func aTransitionToItselfReentersOnlyWhenItSaysSo() throws {
    var chart = try Chart(
      Self.go + """
        initial: a
        states:
          a:
            rest: true
            entry: [{journal: "+a"}]
            exit: [{journal: "-a"}]
            on:
              go: a
              back: {target: a, reenter: true}
        """)
    try chart.send("go")
    #expect(chart.notes == [])
    try chart.send("back")
    #expect(chart.notes == ["-a", "+a"])
  }

  @Test func theFirstCandidateWhoseGuardHoldsIsTaken() throws {
    var chart = try Chart(
      """
      events: {go: {data: {n: int}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a:
          rest: true
          on:
            go:
              - {guard: "event.data.n > 10", reject: too_much}
              - {guard: "event.data.n > 5", target: b}
              - {target: c}
        b: {rest: true}
        c: {rest: true}
      """)
    #expect(try chart.send("go", ["n": 11]) == .rejected(code: "too_much"))
    #expect(chart.states() == ["a"])
    #expect(try chart.send("go", ["n": 6]) == .handled)
    #expect(chart.states() == ["b"])
  }

  @Test func aCircleOfAlwaysEndsInAFailureAndChangesNothing() throws {
    var chart = try Chart(
      Self.go + """
        initial: a
        states:
          a: {rest: true, on: {go: b}}
          b: {rest: true, always: {guard: "entries > 0", target: c}}
          c: {rest: true, always: {guard: "entries > 0", target: b}}
        """)
    #expect(throws: StepFailure.self) { try chart.send("go") }
    #expect(chart.states() == ["a"])
  }

  @Test func aDeferredEventIsOfferedAgainInOrderAfterEachChange() throws {
    var chart = try Chart(
      """
      events:
        note: {data: {text: string}, by: [operator], otherwise: defer}
        go: {data: {}, by: [operator], otherwise: reject}
      initial: a
      states:
        a: {rest: true, on: {go: b}}
        b: {rest: true, on: {note: {actions: [{journal: "${event.data.text}"}]}}}
      """)
    #expect(try chart.send("note", ["text": "one"]) == .deferred)
    #expect(try chart.send("note", ["text": "two"]) == .deferred)
    #expect(chart.family.deferred.count == 2)
    try chart.send("go")
    #expect(chart.notes == ["one", "two"])
    #expect(chart.family.deferred.isEmpty)
  }

  @Test func theSameSnapshotAndInputGiveTheSameStep() throws {
    let chart = try Chart(
      Self.go + """
        initial: a
        states:
          a: {rest: true, on: {go: {target: b, actions: [{journal: x}]}}}
          b: {rest: true}
        """)
    let input = StepInput(input: .event(Event(name: "go", role: "operator", data: .map(ValueMap()))), now: chart.now)
    let first = try chart.bundle.transition(chart.family, input)
    let second = try chart.bundle.transition(chart.family, input)
    #expect(
      first.next == second.next && first.effects == second.effects
        && first.trace == second.trace)
  }
}
