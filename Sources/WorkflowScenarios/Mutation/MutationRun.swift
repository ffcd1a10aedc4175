public import Statecharts
internal import Synchronization
internal import WorkflowDefinitions
internal import YAMLTree

/// A mutant and its fate.
public struct MutationResult: Sendable {
  /// The fate of a mutant.
  public enum Fate: Sendable, Hashable {
    /// The scenario of that name failed.
    case killed(by: String)
    /// All of the scenarios that reach it, of that number, passed.
    case survived(scenarios: Int)
    /// The checker refuses it, so it could not be deployed.
    case refused
  }

  /// The mutant.
  public var mutant: Mutant
  /// Its fate.
  public var fate: Fate
}

/// The mutants of a suite's workflows, and the runs of its scenarios that find them.
public struct MutationRun: Sendable {
  private let suite: ScenarioSuite

  /// - Parameter suite: the workflows to change and the scenarios that are to notice it.
  public init(_ suite: ScenarioSuite) { self.suite = suite }

  /// All mutants of the workflow files, in the order of files and lines.
  public var mutants: [Mutant] {
    var accounts: [String: String] = [:]
    for bundle in suite.bundles {
      for account in bundle.accounts { accounts[account.name] = account.kind.rawValue }
    }
    return suite.documents.keys.sorted().flatMap { Mutator(suite.documents[$0]!, accounts: accounts).mutants }
  }

  /// A sample of the mutants. The same seed gives the same sample.
  public static func sample(_ mutants: [Mutant], _ count: Int, seed: UInt64) -> [Mutant] {
    guard count < mutants.count else { return mutants }
    var state = seed
    var order = Array(mutants.indices)
    for index in order.indices.dropLast() {
      // SplitMix64.
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
      order.swapAt(index, index + Int(z % UInt64(order.count - index)))
    }
    return order.prefix(count).sorted().map { mutants[$0] }
  }

  /// Runs the scenarios that reach each mutant until one of them fails.
  ///
  /// - Parameters:
  ///   - results: the results of the scenarios on the unchanged definitions, all of which have passed.
  ///   - each: called with each result as soon as it is known, and the number of finished mutants.
  public func run(
    _ mutants: [Mutant], after results: [ScenarioResult], threads: Int,
    each: @escaping @Sendable (MutationResult, Int) -> Void = { _, _ in }
  ) -> [MutationResult] {
    let done = Mutex(0)
    let ordered = results.sorted { ($0.duration, $0.name) < ($1.duration, $1.name) }
    let lines = suite.bundles.map(LineTable.init)
    return parallel(mutants, threads: threads) { mutant in
      let result = MutationResult(mutant: mutant, fate: fate(of: mutant, ordered, lines))
      let number = done.withLock { count in
        count += 1
        return count
      }
      each(result, number)
      return result
    }
  }

  /// Returns the bundles with a mutant in its place; nil if the checker refuses it.
  public func bundles(with mutant: Mutant) -> [Bundle]? {
    var documents = suite.documents
    documents[mutant.file] = mutant.document
    guard let loaded = try? suite.loader.compile(documents, hash: suite.bundles[0].hash, Report()).bundles,
      loaded.count == suite.bundles.count
    else { return nil }
    return loaded
  }

  private func fate(of mutant: Mutant, _ results: [ScenarioResult], _ lines: [LineTable]) -> MutationResult.Fate {
    guard let loaded = bundles(with: mutant) else { return .refused }
    let byName = Dictionary(suite.scenarios.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var count = 0
    for result in results where lines[result.bundle].reaches(mutant.reach, result.coverage) {
      guard let scenario = byName[result.name] else { continue }
      count += 1
      let run = suite.run(scenario, on: loaded[result.bundle], verifies: false)
      if !run.isPassed { return .killed(by: scenario.name) }
    }
    return .survived(scenarios: count)
  }
}

/// Finds a mutant's line among the parts that a scenario went through.
private struct LineTable: Sendable {
  private var machines: [String: Int] = [:]
  private var states: [[String: Int]] = []
  private var transitions: [[Int: [Int]]] = []

  init(_ bundle: Bundle) {
    for (index, machine) in bundle.machines.enumerated() {
      machines[machine.name] = index
      states.append(
        Dictionary(machine.states.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first }))
      var byLine: [Int: [Int]] = [:]
      for (number, transition) in machine.transitions.enumerated() {
        byLine[transition.line, default: []].append(number)
      }
      transitions.append(byLine)
    }
  }

  func reaches(_ reach: Mutant.Reach, _ coverage: Coverage) -> Bool {
    switch reach {
    case .any: return true
    case .machine(let name):
      guard let machine = machines[name] else { return true }
      return coverage.visited.indices.contains(machine) && !coverage.visited[machine].isEmpty
    case .state(let name, let path):
      guard let machine = machines[name], let state = states[machine][path] else { return true }
      return coverage.visited.indices.contains(machine) && coverage.visited[machine].contains(state)
    case .taken(let name, let line):
      guard let machine = machines[name], let candidates = transitions[machine][line] else { return true }
      return candidates.contains { coverage.taken.contains(TakenTransition(machine: machine, transition: $0)) }
    }
  }
}
