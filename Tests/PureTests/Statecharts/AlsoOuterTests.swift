import Statecharts
import Testing

/// `also: outer` asks the states further out another question than the one that their own regions ask.
@Suite struct AlsoOuterTests {
  private static let chart = """
    events: {go: {data: {}, by: [operator], otherwise: reject}}
    context: {open: {type: bool, value: false}}
    type: parallel
    states:
      top:
        initial: both
        states:
          gone: {rest: true}
          both:
            type: parallel
            rest: true
            entry: [{assign: {open: true}}]
            on:
              go:
                - {target: gone, guard: context.open, actions: [{journal: left}]}
                - {actions: [{journal: noted}]}
            states:
              FIRST
              SECOND
      other: {rest: true}
    """

  @Test(arguments: [
    ("a: {on: {go: {also: outer, actions: [{journal: inner}]}}}", "b: {}", ["inner", "noted", "left"]),
    ("b: {}", "a: {on: {go: {also: outer, actions: [{journal: inner}]}}}", ["left", "inner", "noted"]),
  ])
  func aRegionsTransitionDoesNotDependOnAnotherRegions(_ first: String, _ second: String, _ notes: [String]) throws {
    var chart = try Chart(Self.chart.replacing("FIRST", with: first).replacing("SECOND", with: second))
    try chart.send("go")
    #expect(chart.notes == notes)
    #expect(chart.states() == ["top.gone", "other"])
  }
}
