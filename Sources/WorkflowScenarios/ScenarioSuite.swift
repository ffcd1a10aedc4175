internal import CEL
public import Statecharts
public import WorkflowDefinitions
internal import YAMLTree

/// The scenarios of a folder, checked against the workflows of another and ready to run on the production engine.
public struct ScenarioSuite: Sendable {
  /// The workflows' bundles, in the order of their files.
  public let bundles: [Bundle]
  package let loader: BundleLoader
  let documents: [String: Node]
  let scenarios: [Scenario]

  /// Reads and checks both folders.
  ///
  /// - Parameter scenarios: the files of the scenarios' folder. A file with neither `scenario` nor `scenarios` only
  ///   serves to be included.
  /// - Throws: `Findings` with everything that is wrong with the workflows or, if they are correct, with the scenarios.
  public init(loader: BundleLoader, workflows: [SourceFile], scenarios files: [SourceFile]) throws(Findings) {
    bundles = try loader.load(workflows).bundles
    self.loader = loader
    let report = Report()
    documents = loader.documents(of: workflows, report)
    var sources: [String: Node] = [:]
    for file in files {
      report.quotes(file)
      do {
        sources[file.path] = try file.tree()
      } catch {
        report.add(error.list)
      }
    }
    // A file that includes an unreadable one would only repeat the finding.
    if !report.findings.isEmpty { throw Findings(report.findings) }
    let reader = ScenarioReader(bundles: bundles, catalogue: loader.catalogue, zones: loader.zones, report: report)
    var scenarios: [Scenario] = []
    for path in sources.keys.sorted() { scenarios += reader.read(sources[path]!, of: sources) }
    if scenarios.isEmpty, report.findings.isEmpty {
      let message = files.isEmpty ? "the folder holds no scenario file (*.yaml)" : "there is no scenario in these files"
      throw Findings([
        Finding(
          code: "no-scenario", file: files.first?.path ?? ".", line: 1, column: 1, message: message,
          cure: "write one: docs/testing-workflows.md")
      ])
    }
    var names: [String: Scenario] = [:]
    for scenario in scenarios {
      if let first = names[scenario.name] {
        report.add([
          Finding(
            code: "duplicate-scenario", file: scenario.file, line: scenario.line, column: 1,
            message: "'\(scenario.name)' stands in \(first.file):\(first.line) too",
            cure: "names that tell the two apart")
        ])
      }
      names[scenario.name] = scenario
    }
    if !report.findings.isEmpty {
      // Acts and included settings are read for each scenario that uses them; the same finding counts once.
      var seen: Set<Finding> = []
      throw Findings(
        report.findings.filter { seen.insert($0).inserted }
          .sorted { ($0.file, $0.line, $0.column, $0.code) < ($1.file, $1.line, $1.column, $1.code) })
    }
    self.scenarios = scenarios
  }

  /// The names of all scenarios, in the order of the files.
  public var names: [String] { scenarios.map(\.name) }

  /// Runs the scenarios whose name or file contains the text, in the order of the files.
  ///
  /// - Parameters:
  ///   - threads: the number of threads, from 1.
  ///   - each: called with each result as soon as it is known; with several threads in any order.
  public func run(
    filter: String = "", threads: Int = 1, each: @escaping @Sendable (ScenarioResult) -> Void = { _ in }
  ) -> [ScenarioResult] {
    let chosen = scenarios.filter { filter.isEmpty || $0.name.contains(filter) || $0.file.contains(filter) }
    return parallel(chosen, threads: threads) { scenario in
      let result = run(scenario, on: bundles[scenario.bundle], verifies: true)
      each(result)
      return result
    }
  }

  /// Runs one scenario on the bundle for which it was read or on a mutant of it.
  func run(_ scenario: Scenario, on bundle: Bundle, verifies: Bool) -> ScenarioResult {
    let clock = ContinuousClock()
    let begin = clock.now
    var result = ScenarioResult(
      name: scenario.name, file: scenario.file, line: scenario.line, differences: [], timeline: [], duration: .zero,
      bundle: scenario.bundle, coverage: Coverage())
    do {
      let run = try ScenarioRun(scenario, bundle: bundle, catalogue: loader.catalogue, digest: loader.digest)
      (result.differences, result.coverage) = run.run(verifies: verifies)
      if !result.isPassed { result.timeline = run.timeline() }
      result.shown = run.shown
    } catch {
      let place = Node(content: .mapping([]), file: scenario.file, line: scenario.line, column: 1)
      result.differences = [Difference(place: place, thing: "the start", expected: "a world", actual: "\(error)")]
    }
    result.duration = begin.duration(to: clock.now)
    return result
  }
}
