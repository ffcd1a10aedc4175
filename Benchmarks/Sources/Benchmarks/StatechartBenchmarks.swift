import CEL
import CivilTime
import Statecharts
import WorkflowDefinitions

/// One event through the `transition` that the engine calls, snapshot in and snapshot out, with the trace that becomes the history
/// entry and the effects. Four states nested in each other, two parallel regions that both move, a counter under a guard. The floor
/// is the same machine as a Swift switch over enums: what it costs if nothing is declared, kept or recorded.
enum StatechartBenchmarks {
  static let chart = """
    workflow: ticker
    version: 1
    family: []
    key: k
    input: {}
    context: {count: {type: int, value: 0}, laps: {type: int, value: 0}}
    events: {tick: {data: {by: int}, by: [operator], otherwise: ignore}}
    initial: outer
    states:
      outer:
        rest: true
        initial: middle
        states:
          middle:
            initial: inner
            states:
              inner:
                type: parallel
                states:
                  counting:
                    initial: even
                    states:
                      even:
                        on:
                          tick:
                            - guard: "context.count + event.data.by < 1000"
                              target: odd
                              actions: [{assign: {count: "${context.count + event.data.by}"}}]
                            - {target: odd, actions: [{assign: {count: 0, laps: "${context.laps + 1}"}}]}
                      odd: {on: {tick: even}}
                  lamp:
                    initial: red
                    states:
                      red: {on: {tick: green}}
                      green: {on: {tick: red}}
    """

  static func run(_ bench: Bench) throws {
    guard bench.wants("statechart") else { return }
    let loader = BundleLoader(catalogue: [], zones: ZoneTable(), digest: { $0 })
    let source = SourceFile(path: "ticker.yaml", source: Array(chart.utf8))
    guard let bundle = try loader.load([source]).bundles.first else { return }
    let now = Instant(seconds: 1_800_000_000) ?? .epoch
    let initialSnapshot = try bundle.initialSnapshot(key: "k", input: .map(ValueMap()), params: [], now: now)
    let started = try bundle.initialTransition(initialSnapshot, StepInput(input: .start, now: now)).next
    try step(bench, bundle, started, now)
    bench.memory("statechart.forks", count: 1_000_000, budget: 300) {
      var forks: [FamilySnapshot] = []
      forks.reserveCapacity(1_000_000)
      for number in 0..<1_000_000 {
        var fork = started
        fork.instances[0]?.context[0] = .int(Int64(number))
        forks.append(fork)
      }
      return forks
    }
  }

  private static func step(_ bench: Bench, _ bundle: Bundle, _ started: FamilySnapshot, _ now: Instant) throws {
    let input = StepInput(input: .event(Event(name: "tick", role: "operator", data: ["by": 1])), now: now)
    var family = started
    var ticker = Ticker()
    try bench.measure("statechart.transition", budget: 2_000) {
      let change = try bundle.transition(family, input)
      family = change.next
      consume(change)
    } floor: {
      ticker.tick(by: 1)
      consume(ticker)
    }
  }
}

/// The chart by hand.
private struct Ticker {
  enum Counting { case even, odd }
  enum Lamp { case red, green }
  var counting = Counting.even
  var lamp = Lamp.red
  var count: Int64 = 0
  var laps: Int64 = 0

  @inline(never)
  mutating func tick(by amount: Int64) {
    switch counting {
    case .even:
      if count + amount < 1_000 {
        count += amount
      } else {
        count = 0
        laps += 1
      }
      counting = .odd
    case .odd: counting = .even
    }
    switch lamp {
    case .red: lamp = .green
    case .green: lamp = .red
    }
  }
}
