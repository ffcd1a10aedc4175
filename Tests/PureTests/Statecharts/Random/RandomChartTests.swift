import CEL
import CivilTime
import Foundation
import Statecharts
import Testing

/// Charts that nobody thought of. A failure names the seed: `RandomChart(seed:)` grows the same chart again.
@Suite struct RandomChartTests {
  static let batches = 8
  /// `RANDOM_CHARTS=1000 swift test --filter RandomChart` grows as many in each batch.
  static let chartsPerBatch = ProcessInfo.processInfo.environment["RANDOM_CHARTS"].flatMap(Int.init) ?? 125
  static let events = 12

  /// The features that a batch covered, so that a generator that grows nothing interesting is noticed.
  struct Coverage {
    var steps = 0
    var microsteps = 0
    var conflicts = 0
    var restorations = 0
    var ended = 0
    var endless = 0
  }

  struct Violation: Error, CustomStringConvertible {
    let description: String
  }

  @Test(arguments: 0..<batches) func theInterpreterKeepsItsInvariantsAndDoesWhatAppendixDSays(batch: Int) throws {
    var compiler = ChartCompiler()
    var coverage = Coverage()
    for number in 0..<Self.chartsPerBatch {
      let seed = UInt64(batch * 1_000_000 + number)
      do {
        try run(seed, &compiler, &coverage)
      } catch {
        Issue.record("seed \(seed): \(error)")
        return
      }
    }
    #expect(coverage.microsteps > 500 && coverage.conflicts > 5 && coverage.restorations > 5)
    #expect(coverage.ended + coverage.endless > 0)
  }

  private func run(_ seed: UInt64, _ compiler: inout ChartCompiler, _ coverage: inout Coverage) throws {
    let chart = RandomChart(seed: seed)
    let bundle = try compiler.bundle(chart)
    var now = Instant.epoch
    let initialSnapshot = try bundle.initialSnapshot(key: "k", input: .map(ValueMap()), params: [], now: now)
    var reference = ReferenceInterpreter(chart)
    var inputs: [StepInput] = [StepInput(input: .start, now: now)]
    var family = initialSnapshot
    guard
      var last = try advance(
        bundle, &family, inputs[0], &reference, { (it) throws(ReferenceInterpreter.Endless) in try it.interpret() })
    else {
      coverage.endless += 1
      return
    }
    try check(last, chart, family, reference)
    var random = SplitMix(seed: ~seed)
    for _ in 0..<Self.events {
      now = Instant(seconds: now.seconds + 60) ?? now
      let event = random.below(RandomChart.Event.externals)
      let input = StepInput(
        input: .event(Event(name: "e\(event)", role: "operator", data: .map(ValueMap()))), now: now)
      guard
        let change = try advance(
          bundle, &family, input, &reference,
          { (it) throws(ReferenceInterpreter.Endless) in try it.send(.external(event)) })
      else {
        coverage.endless += 1
        continue
      }
      last = change
      inputs.append(input)
      coverage.steps += 1
      coverage.microsteps += reference.steps.count
      try check(last, chart, family, reference)
    }
    coverage.conflicts += reference.conflicts
    coverage.restorations += reference.restorations
    if !reference.running { coverage.ended += 1 }
    try replay(inputs, from: initialSnapshot, to: family, bundle)
  }

  /// One step of both; nil, and nothing changed, if both find that it never ends.
  private func advance(
    _ bundle: Statecharts.Bundle, _ family: inout FamilySnapshot, _ input: StepInput,
    _ reference: inout ReferenceInterpreter,
    _ step: (inout ReferenceInterpreter) throws(ReferenceInterpreter.Endless) -> Void
  ) throws -> [Microstep]? {
    var next = reference
    var isEndless = false
    do { try step(&next) } catch { isEndless = true }
    do {
      let change = try bundle.transition(family, input)
      if isEndless { throw Violation(description: "the reference does not end, the interpreter does") }
      try checkSymmetry(change.trace, from: family.instances[0]?.configuration)
      family = change.next
      reference = next
      return change.trace.compactMap { if case .microstep(let step) = $0 { step } else { nil } }
    } catch let failure as StepFailure {
      guard isEndless, failure.code == "microstep-limit" else { throw failure }
      return nil
    }
  }

  /// Every state that is left was active, every state that is entered was not, and what is active is what comes of both.
  private func checkSymmetry(_ trace: [TraceEntry], from start: StateSet?) throws {
    var configuration = start
    for entry in trace {
      if case .started(_, let states) = entry { configuration = states }
      guard case .microstep(let step) = entry else { continue }
      if let before = configuration {
        guard step.exited.isSubset(of: before) else {
          throw Violation(description: "left what was not active: \(step)")
        }
        let rest = before.subtracting(step.exited)
        guard !step.entered.intersects(rest) else { throw Violation(description: "entered what was active: \(step)") }
        guard rest.union(step.entered) == step.configuration else {
          throw Violation(description: "\(step) from \(Array(before))")
        }
      }
      configuration = step.configuration
    }
  }

  private func check(
    _ steps: [Microstep], _ chart: RandomChart, _ family: FamilySnapshot, _ reference: ReferenceInterpreter
  ) throws {
    for step in steps { try checkLegal(step.configuration, chart) }
    guard let instance = family.instances[0] else { throw Violation(description: "there is no machine") }
    try checkLegal(instance.configuration, chart)
    let active = Set(instance.configuration)
    for state in chart.states.indices where instance.context[1 + state] != .int(active.contains(state) ? 1 : 0) {
      throw Violation(description: "state \(state) was not entered once more than left: \(instance.context)")
    }
    guard active == reference.configuration else {
      throw Violation(description: "\(active.sorted()) instead of \(reference.configuration.sorted())")
    }
    let taken = steps.map {
      ReferenceInterpreter.Step(
        event: $0.event, transitions: $0.transitions, exited: Array($0.exited), entered: Array($0.entered))
    }
    guard taken.map(\.transitions) == reference.steps.map(\.transitions),
      taken.map(\.exited) == reference.steps.map(\.exited), taken.map(\.entered) == reference.steps.map(\.entered)
    else { throw Violation(description: "\(taken) instead of \(reference.steps)") }
    guard instance.context[0] == .int(reference.counter), instance.isDone == !reference.running else {
      throw Violation(description: "\(instance.context[0]) instead of \(reference.counter)")
    }
    let history = Dictionary(uniqueKeysWithValues: instance.history.map { ($0.state, $0.targets) })
    guard history == reference.historyValue else {
      throw Violation(description: "history \(history) instead of \(reference.historyValue)")
    }
  }

  /// SCXML 1.0, section 3.11: the root, one child of each active compound state, all of each active parallel one, all ancestors.
  private func checkLegal(_ configuration: StateSet, _ chart: RandomChart) throws {
    func fail(_ why: String) -> Violation { Violation(description: "illegal: \(why) in \(Array(configuration))") }
    guard configuration.contains(0) else { throw fail("no root") }
    for state in configuration {
      let node = chart.states[state]
      if let parent = node.parent, !configuration.contains(parent) { throw fail("\(state) without its parent") }
      let children = node.children.filter { !chart.states[$0].isHistory }
      let active = children.filter { configuration.contains($0) }
      switch node.kind {
      case .compound: if active.count != 1 { throw fail("\(active.count) children of \(state)") }
      case .parallel: if active != children { throw fail("not all regions of \(state)") }
      case .shallowHistory, .deepHistory: throw fail("history \(state)")
      case .atomic, .final: break
      }
    }
  }

  /// The same inputs again give the same bytes, and what was written reads as what it was.
  private func replay(
    _ inputs: [StepInput], from initialSnapshot: FamilySnapshot, to end: FamilySnapshot, _ bundle: Statecharts.Bundle
  )
    throws
  {
    var family = initialSnapshot
    for input in inputs { family = try bundle.transition(family, input).next }
    guard bytes(family, bundle) == bytes(end, bundle), family == end else {
      throw Violation(description: "the replay differs")
    }
    guard let instance = end.instances[0] else { return }
    var decoded = try bundle.stored(end)
    decoded.instances[0] = try bundle.decodeInstance(
      JSON.parse(bundle.encode(instance, machine: 0)), machine: 0)
    guard decoded == end else { throw Violation(description: "what was written reads as something else") }
  }

  private func bytes(_ family: FamilySnapshot, _ bundle: Statecharts.Bundle) -> [[UInt8]] {
    [JSON.encode(bundle.encode(family))]
      + family.instances.compactMap { $0.map { bundle.encode($0, machine: 0) } }
  }
}
