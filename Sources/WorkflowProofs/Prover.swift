public import Statecharts
internal import WorkflowDefinitions
public import WorkflowScenarios

/// Proves workflows before they are deployed: it explores what may happen to a family, with the production transition,
/// and looks for broken invariants, families that stop or wait for nothing, and money that does not arrive.
public struct Prover: Sendable {
  let suite: ScenarioSuite

  /// - Parameter suite: its scenarios give the beginnings and the representative data.
  public init(_ suite: ScenarioSuite) { self.suite = suite }

  /// Proves a bundle of the suite.
  ///
  /// - Parameters:
  ///   - index: an index into the suite's bundles.
  ///   - changed: a bundle that takes its place, such as a mutant of it; nil for none.
  public func prove(bundle index: Int, as changed: Bundle? = nil, bounds: ProofBounds = ProofBounds()) -> ProofReport {
    let bundle = changed ?? suite.bundles[index]
    let repertoire = suite.repertoire(bundle: index)
    var report = ProofReport(workflow: bundle.root.name)
    var examples: [CounterExample] = []
    var wanted = repertoire.starts[...]
    var reached = bundle.machines.map { _ in StateSet() }
    while report.starts < bounds.starts, let start = wanted.popFirst() {
      let model = FamilyModel(
        bundle: bundle, repertoire: repertoire, catalogue: suite.loader.catalogue, start: start)
      var exploration = Exploration(model: model, bounds: bounds)
      exploration.run()
      // A beginning that is refused shows nothing.
      if exploration.states == 0, exploration.found.isEmpty { continue }
      report.starts += 1
      report.states += exploration.states
      report.transitions += exploration.transitions
      report.depth = max(report.depth, exploration.depth)
      report.excluded += exploration.excluded
      report.isComplete = report.isComplete && exploration.isComplete
      for found in exploration.found where !examples.contains(where: { $0.violation.isSame(as: found.violation) }) {
        examples.append(example(found, model))
      }
      report.unheard = unheard(model)
      for (machine, states) in exploration.reached.enumerated() { reached[machine].formUnion(states) }
    }
    report.unreached = bundle.machines.indices.flatMap { index in
      let machine = bundle.machines[index]
      return machine.states.indices.filter { machine.states[$0].isAtomic && !reached[index].contains($0) }
        .map { "\(machine.name)/\(machine.states[$0].path)" }
    }
    report.atomicStates = bundle.machines.reduce(0) { $0 + $1.states.count(where: \.isAtomic) }
    report.omittedStarts = wanted.count
    report.isComplete = report.isComplete && wanted.isEmpty
    report.counterExamples = examples.sorted { ($0.moves, $0.violation.name) < ($1.moves, $1.violation.name) }
    return report
  }

  private func example(_ found: Exploration.Found, _ model: FamilyModel) -> CounterExample {
    let path =
      found.isShortest ? found.path : Shrinking(model: model, violation: found.violation).shortened(found.path)
    let text = ScenarioText(model: model, violation: found.violation, path: path)
    return CounterExample(
      violation: found.violation, moves: path.count, isShortest: found.isShortest,
      scenario: text.text(name: "counter-example: \(found.violation.kind.rawValue), \(found.violation.name)"))
  }

  /// Returns the events from providers of which the scenarios have no message.
  private func unheard(_ model: FamilyModel) -> [String] {
    let heard = Set(model.hearings.map(\.event.name))
    var names: Set<String> = []
    for machine in model.bundle.machines {
      for declaration in machine.declarations.values where !declaration.from.isEmpty && declaration.by.isEmpty {
        if !heard.contains(declaration.name) { names.insert(declaration.name) }
      }
    }
    return names.sorted()
  }
}
