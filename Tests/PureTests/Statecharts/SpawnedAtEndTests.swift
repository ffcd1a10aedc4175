import CEL
import CivilTime
import Statecharts
import Testing

/// Spawned steps belong to no state: none is lost with the end of the machine that spawned it.
@Suite struct SpawnedAtEndTests {
  static let go = "{data: {}, by: [operator], otherwise: reject}"
  static func mail(_ id: String) -> String {
    "{spawn: {step: email.send, id: \(id), with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}}}"
  }

  @Test func aMailSpawnedWhileTheRootEndsLeaves() throws {
    var chart = try Chart(
      """
      events: {end: \(Self.go)}
      states:
        one: {rest: true, on: {end: {target: over, actions: [\(Self.mail("last"))]}}}
        over: {type: final, entry: [\(Self.mail("very_last"))]}
      """)
    try chart.send("end")
    #expect(chart.family.hasEnded)
    #expect(chart.started.map(\.id) == ["last", "very_last"])
    #expect(chart.stopped == [])
    let names = chart.started.map(\.name)
    #expect(try chart.bundle.preconditionHolds(for: names[0], in: chart.family, now: chart.now))
    try chart.step(.outcome(names[0], .done(["message_id": "m"])))
    try chart.step(.outcome(names[1], .failed(code: "rejected", message: "no such box")))
    #expect(chart.alarms.count == 1)
    #expect(chart.family.instances[0]?.steps == [])
  }

  @Test func aMailThatIsUnderWayWhenTheMachineEndsGoesOn() throws {
    var chart = try Chart(
      """
      events: {say: \(Self.go), end: \(Self.go)}
      states:
        one: {rest: true, on: {say: {actions: [\(Self.mail("m"))]}, end: over}}
        over: {type: final}
      """)
    try chart.send("say")
    try chart.send("end")
    #expect(chart.stopped == [])
    #expect(chart.family.instances[0]?.steps.map(\.id) == ["m"])
  }

  static let root = """
    events: {start: \(go), stop: \(go)}
    states:
      idle: {rest: true, on: {start: {actions: [{spawn: {workflow: part}}]}, stop: {actions: [{stop: {workflow: part}}]}}}
    """

  static let part = """
    events: {say: \(go), end: \(go)}
    states:
      on: {rest: true, exit: [\(mail("bye"))], on: {say: {actions: [\(mail("hello"))]}, end: over}}
      over: {type: final}
    """

  @Test func aMachineThatStartsAgainKeepsTheMailsOfItsLastRun() throws {
    var chart = try Chart(root: Self.root, members: ["part": Self.part])
    try chart.send("start")
    try chart.send("end")
    let first = try #require(chart.started.first?.name)
    try chart.send("start")
    let index = try #require(chart.bundle.machineIndex["part"])
    #expect(chart.family.instances[index]?.incarnation == 2)
    #expect(chart.family.step(first)?.id == "bye")
    let coded = try JSON.parse(chart.bundle.encode(try #require(chart.family.instances[index]), machine: index))
    #expect(try chart.bundle.decodeInstance(coded, machine: index) == chart.family.instances[index])
    try chart.step(.outcome(first, .done(["message_id": "m"])))
    #expect(chart.family.step(first) == nil)
    #expect(chart.states("part") == ["on"])
  }

  @Test func ofAMachineThatIsStoppedOnlyTheWordsOfItsExitLeave() throws {
    var chart = try Chart(root: Self.root, members: ["part": Self.part])
    try chart.send("start")
    try chart.send("say")
    let hello = try #require(chart.started.first?.name)
    try chart.send("stop")
    #expect(chart.stopped == [hello])
    #expect(chart.started.map(\.id) == ["bye"])
  }
}
