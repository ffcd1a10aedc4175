import CEL
import CivilTime
import Statecharts
import Testing

/// An instant that has fired does not fire again because its state is entered again, unless the definition says so.
@Suite struct SpentTimerTests {
  static let go = "{data: {}, by: [operator], otherwise: reject}"

  static func chart(again: String = "", guard: String = "true") throws -> Chart {
    try Chart(
      """
      context: {due: {type: timestamp, value: "${now + period('PT1H')}"}, on: {type: bool, value: true}}
      events: {back: \(go), move: \(go), off: \(go)}
      states:
        waiting:
          rest: true
          timers: {t: {at: context.due, late: always, \(again) guard: "\(`guard`)", target: fired}}
          on:
            move: {actions: [{assign: {due: "${now + period('PT2H')}"}}]}
            off: {target: fired, actions: [{assign: {on: false}}]}
        fired: {rest: true, on: {back: waiting, move: {actions: [{assign: {due: "${now + period('PT2H')}", on: true}}]}}}
      """)
  }

  @Test func anInstantThatHasFiredDoesNotFireAgain() throws {
    var chart = try Self.chart()
    try chart.fire("waiting.t")
    try chart.send("back")
    #expect(chart.states() == ["waiting"])
    #expect(chart.due("waiting.t") == nil)
  }

  @Test func aLaterInstantDoes() throws {
    var chart = try Self.chart()
    try chart.fire("waiting.t")
    try chart.send("back")
    try chart.send("move")
    let due = try #require(chart.due("waiting.t"))
    #expect(due > chart.now)
    try chart.fire("waiting.t")
    #expect(chart.states() == ["fired"])
    // It moved while the state was left, too.
    try chart.send("move")
    try chart.send("back")
    #expect(chart.due("waiting.t") != nil)
  }

  @Test func soDoesOneThatSaysAgain() throws {
    var chart = try Self.chart(again: "again: true,")
    try chart.fire("waiting.t")
    try chart.send("back")
    #expect(chart.due("waiting.t") == chart.now)
  }

  @Test func aFiringThatNothingFollowedFromIsNotSpent() throws {
    var chart = try Self.chart(guard: "!context.on")
    try chart.fire("waiting.t")
    #expect(chart.states() == ["waiting"])
    try chart.send("off")
    try chart.send("back")
    #expect(chart.due("waiting.t") != nil)
  }

  @Test func timesFromTheEntryAreNewWithEachVisit() throws {
    var chart = try Chart(
      """
      events: {back: \(Self.go)}
      states:
        waiting: {rest: true, timers: {t: {at: "entered + period('PT0S')", late: always, target: fired}}}
        fired: {rest: true, on: {back: waiting}}
      """)
    try chart.fire("waiting.t")
    try chart.send("back")
    #expect(chart.due("waiting.t") == chart.now)
  }

  @Test func whatIsSpentOutlivesARestart() throws {
    var chart = try Self.chart()
    try chart.fire("waiting.t")
    let bundle = chart.bundle
    let coded = try JSON.parse(bundle.encode(try #require(chart.family.instances[0]), machine: 0))
    let read = try bundle.decodeInstance(coded, machine: 0)
    #expect(read == chart.family.instances[0])
    #expect(read.spentTimers.count == 1)
  }
}
