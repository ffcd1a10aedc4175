import CEL
import CivilTime
import Statecharts
import Testing

/// Events that wait for the family to change: kept once, bounded for each role, given up in time, and never a reason to stop.
@Suite struct DeferralTests {
  static let notes = """
    limits: {deferred: 3}
    events:
      note: {data: {n: int}, by: [client, operator], otherwise: defer}
      word: {data: {n: int}, by: [client], otherwise: defer}
      go: {data: {}, by: [operator], otherwise: reject}
    initial: a
    states:
      a: {rest: true, on: {go: b}}
      b: {rest: true, on: {note: {actions: [{journal: "${event.role} ${event.data.n}"}]}}}
    """

  @discardableResult
  static func say(_ chart: inout Chart, _ name: String, _ n: Int64, by role: String = "client") throws
    -> EventDisposition
  {
    try chart.step(.event(Event(name: name, role: role, data: ["n": .int(n)]))).disposition
  }

  @Test func anEqualEventThatWaitsIsKeptOnceAndNothingChanges() throws {
    var chart = try Chart(Self.notes)
    #expect(try Self.say(&chart, "note", 1) == .deferred)
    let before = chart.family
    for _ in 0..<200 {
      #expect(try Self.say(&chart, "note", 1) == .already)
      #expect(chart.family == before)
      #expect(chart.last?.effects == [])
      #expect(chart.last?.trace == [])
    }
    try chart.send("go")
    #expect(chart.notes == ["client 1"])
    #expect(chart.family.deferred == [])
    #expect(try Self.say(&chart, "note", 1) == .handled)
  }

  @Test func anEventOfAnotherNameRoleOrDataIsNotEqual() throws {
    var chart = try Chart(Self.notes)
    #expect(try Self.say(&chart, "note", 1) == .deferred)
    #expect(try Self.say(&chart, "note", 2) == .deferred)
    #expect(try Self.say(&chart, "word", 1) == .deferred)
    #expect(try Self.say(&chart, "note", 1, by: "operator") == .deferred)
    #expect(chart.family.deferred.count == 4)
  }

  @Test func aSenderThatFillsItsShareIsRefusedAndNoOther() throws {
    var chart = try Chart(Self.notes)
    for n in 1...3 { #expect(try Self.say(&chart, "note", Int64(n)) == .deferred) }
    let before = chart.family
    #expect(try Self.say(&chart, "note", 4) == .rejected(code: "too_many_waiting"))
    #expect(chart.last?.trace == [.rejected(machine: 0, event: "note", code: "too_many_waiting")])
    #expect(chart.family == before)
    #expect(chart.alarms == [])
    #expect(try Self.say(&chart, "note", 3) == .already)
    #expect(try Self.say(&chart, "note", 4, by: "operator") == .deferred)
    try chart.send("go")
    #expect(chart.notes == ["client 1", "client 2", "client 3", "operator 4"])
  }

  @Test(
    arguments: [
      ("ignore", EventDisposition.ignored, 0), ("reject", .rejected(code: "not_now"), 0), ("alarm", .ignored, 1),
      ("defer", .rejected(code: "too_many_waiting"), 0),
    ])
  func beyondTheBoundTheDeclaredVerdictHolds(_ otherwise: String, _ verdict: EventDisposition, _ alarms: Int) throws {
    var chart = try Chart(
      """
      limits: {deferred: 1}
      events: {note: {data: {n: int}, by: [client], otherwise: \(otherwise)}}
      initial: a
      states: {a: {rest: true, otherwise: {note: defer}}}
      """)
    #expect(try Self.say(&chart, "note", 1) == .deferred)
    #expect(try Self.say(&chart, "note", 2) == verdict)
    #expect(chart.alarms.count == alarms)
    #expect(chart.family.deferred.count == 1)
  }

  static let provided = """
    limits: {deferred: 1}
    view: {reference: {value: "${family.key}", index: unique}}
    events:
      paid: {from: pay/paid, correlate: {reference: "${body.r}"}, data: {n: int}, otherwise: ignore}
      go: {data: {}, by: [operator], otherwise: reject}
    initial: a
    states:
      a: {rest: true, on: {go: b}, otherwise: {paid: defer}}
      b: {rest: true, on: {paid: {actions: [{journal: "${event.data.n}"}]}}}
    """

  @Test func aProvidersEventBeyondTheLimitRaisesAnAlarm() throws {
    var chart = try Chart(Self.provided)
    #expect(try Self.say(&chart, "paid", 1, by: "provider") == .deferred)
    #expect(try Self.say(&chart, "paid", 2, by: "provider") == .ignored)
    #expect(chart.alarms == ["event 'paid' of provider was discarded: 1 others wait already"])
    try chart.send("go")
    #expect(chart.notes == ["1"])
  }

  @Test func eventsBetweenMachinesAreNeverMerged() throws {
    var chart = try Chart(
      root: """
        events:
          give: {data: {n: int}, by: [operator], otherwise: reject}
          open: {data: {}, by: [operator], otherwise: reject}
          coin: {data: {n: int}, otherwise: ignore}
          opened: ignore
        initial: a
        states:
          a:
            rest: true
            entry: [{spawn: {workflow: purse}}]
            on:
              give: {actions: [{emit: coin, with: {n: "${event.data.n}"}}]}
              open: {actions: [{emit: opened}]}
        """,
      members: [
        "purse": """
        events: {coin: {data: {n: int}, otherwise: defer}, opened: ignore}
        initial: shut
        states:
          shut: {rest: true, on: {opened: open}}
          open: {rest: true, on: {coin: {actions: [{journal: "${event.data.n}"}]}}}
        """
      ])
    for _ in 0..<3 { #expect(try Self.say(&chart, "give", 5, by: "operator") == .handled) }
    #expect(chart.family.deferred.count == 3)
    // Facts of the family's own wait for as long as it takes.
    chart.now = try #require(chart.now.adding(.seconds(400 * 86_400)))
    try chart.send("open")
    #expect(chart.notes == ["5", "5", "5"])
    #expect(chart.alarms == [])
  }

  @Test func anEventThatHasWaitedTooLongIsDiscardedAtTheNextStepWithAnAlarm() throws {
    var chart = try Chart(Self.notes)
    let begin = chart.now
    try Self.say(&chart, "note", 1)
    chart.now = try #require(begin.adding(.seconds(30 * 86_400)))
    #expect(try Self.say(&chart, "note", 1) == .already)
    #expect(chart.alarms == [])
    chart.now = try #require(begin.adding(.seconds(30 * 86_400 + 1)))
    let input = StepInput(
      input: .event(Event(name: "note", role: "client", data: ["n": 1])), now: chart.now)
    let (one, other) = (
      try chart.bundle.transition(chart.family, input), try chart.bundle.transition(chart.family, input)
    )
    #expect(one.next == other.next && one.effects == other.effects && one.trace == other.trace)
    // The same said again has its place anew.
    #expect(try Self.say(&chart, "note", 1) == .deferred)
    #expect(chart.alarms == ["event 'note' of client has waited since \(begin), longer than P30D; it is given up"])
    #expect(chart.last?.trace.first == .ignored(machine: 0, event: "note"))
    #expect(chart.family.deferred.map(\.since) == [chart.now])
  }

  @Test func eachMachineOfAFamilyCountsItsOwnTime() throws {
    let member = """
      events: {note: {data: {n: int}, by: [client], otherwise: defer}, go: ignore}
      initial: a
      states: {a: {rest: true, on: {go: {actions: [{journal: NAME}]}}}}
      """
    var chart = try Chart(
      root: """
        events: {start: {data: {}, by: [operator], otherwise: reject}, go: {data: {}, by: [operator], otherwise: reject}}
        initial: a
        states:
          a:
            rest: true
            entry: [{spawn: {workflow: first}}]
            on: {start: {actions: [{spawn: {workflow: second}}]}, go: {actions: [{emit: go}]}}
        """,
      members: ["first": member.replacing("NAME", with: "first"), "second": member.replacing("NAME", with: "second")])
    let begin = chart.now
    // The second is not alive yet: the event waits for it, too, but is said to it again later.
    try Self.say(&chart, "note", 1)
    chart.family.deferred.removeAll { $0.machine == 2 }
    chart.now = try #require(begin.adding(.seconds(20 * 86_400)))
    try chart.send("start")
    let later = chart.now
    try Self.say(&chart, "note", 1)
    #expect(chart.family.deferred.map(\.since) == [begin, later])
    // Offering both again leaves each its own time.
    try chart.send("go")
    #expect(chart.family.deferred.map(\.since) == [begin, later])
    chart.now = try #require(begin.adding(.seconds(31 * 86_400)))
    try chart.send("go")
    #expect(chart.alarms.count == 1)
    #expect(chart.family.deferred.map(\.since) == [later])
  }

  @Test func aDefinitionSaysHowLongItsEventsMayWait() throws {
    var chart = try Chart(Self.notes.replacing("{deferred: 3}", with: "{deferred_for: PT1H}"))
    try Self.say(&chart, "note", 1)
    chart.now = try #require(chart.now.adding(.seconds(3_601)))
    try chart.send("go")
    #expect(chart.notes == [])
    #expect(chart.alarms.count == 1)
    #expect(chart.family.deferred == [])
  }

  @Test(arguments: ["PT59S", "P3661D", "soon", "3"])
  func aTimeToWaitThatNobodyCouldMeanIsFound(_ text: String) {
    #expect(
      Checked.codes("limits: {deferred_for: \(text)}\ninitial: a\nstates: {a: {rest: true}}\n") == ["out-of-range"])
  }
}
