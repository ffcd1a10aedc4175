internal import CEL
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// The transitions of a bundle, and which of them were taken.
public struct CoverageReport: Sendable {
  /// One transition of a definition.
  public struct Place: Sendable, Hashable {
    /// The machine's name.
    public var machine: String
    /// The file in which the transition stands.
    public var file: String
    /// Its line in that file, from 1.
    public var line: Int
    /// The path of its source state; the machine's name for the machine itself.
    public var state: String
    /// The event's name; `always` for an eventless transition.
    public var event: String
    /// Its position among the candidates for the event, from 1.
    public var candidate: Int
    /// The path of its target; empty if it has none.
    public var target: String
    /// Whether a scenario took it.
    public var isTaken: Bool
  }

  /// All transitions, in the order of files and lines.
  public var places: [Place]

  /// The number of transitions that were taken.
  public var taken: Int { places.count(where: \.isTaken) }
  /// The transitions that were not taken.
  public var missing: [Place] { places.filter { !$0.isTaken } }
  /// The share that was taken in per cent, rounded down; 100 only if nothing is missing.
  public var percent: Int { places.isEmpty ? 100 : taken * 100 / places.count }

  init(bundle: Bundle, documents: [String: Node], coverage: Coverage) {
    places = []
    for (index, machine) in bundle.machines.enumerated() {
      let sources = MachineSources(machine.name, documents)
      let spawned = Set(
        machine.steps.filter { $0.owner == nil }.flatMap { [$0.accepted, $0.done, $0.error, $0.stopped] })
      var merged: [Int: Int] = [:]
      for (number, transition) in machine.transitions.enumerated() {
        let isTaken = coverage.taken.contains(TakenTransition(machine: index, transition: number))
        let isSpawned = transition.event.map(spawned.contains) ?? false
        if isSpawned {
          // A named action is compiled at each of its uses but stands once in the file.
          if let first = merged[transition.line] {
            if isTaken { places[first].isTaken = true }
            continue
          }
          merged[transition.line] = places.count
        }
        places.append(
          Place(
            machine: machine.name, file: sources.file(line: transition.line, isSpawned: isSpawned),
            line: transition.line, state: machine.states[transition.source].path,
            event: name(transition.event, machine), candidate: rank(number, machine),
            target: transition.targets.first.map { machine.states[$0].name } ?? "", isTaken: isTaken))
      }
    }
    places.sort {
      ($0.file, $0.line, $0.machine, $0.state, $0.event, $0.candidate)
        < ($1.file, $1.line, $1.machine, $1.state, $1.event, $1.candidate)
    }
  }

  private func name(_ event: Int?, _ machine: Machine) -> String {
    guard let event else { return "always" }
    let name = machine.eventNames[event]
    // The name of a step's result, without the number of the step's use.
    guard let mark = name.firstIndex(of: "#"), let dot = name[mark...].firstIndex(of: ".") else { return name }
    return String(name[..<mark]) + String(name[dot...])
  }

  private func rank(_ number: Int, _ machine: Machine) -> Int {
    let transition = machine.transitions[number]
    let state = machine.states[transition.source]
    let list = transition.event.map { state.handlers[$0] ?? [] } ?? state.always
    return (list.firstIndex(of: number) ?? -1) + 1
  }
}

extension ScenarioSuite {
  /// The coverage of all results together for one bundle.
  public func coverage(of results: [ScenarioResult], bundle: Int) -> CoverageReport {
    var coverage = Coverage()
    for result in results where result.bundle == bundle { coverage.add(result.coverage) }
    return CoverageReport(bundle: bundles[bundle], documents: documents, coverage: coverage)
  }
}

/// Finds the file of a machine's lines: its own, or one that it includes.
struct MachineSources {
  private let own: String
  private let included: String?
  private var spawnLines: Set<Int> = []

  init(_ machine: String, _ documents: [String: Node]) {
    let paths = documents.keys.sorted()
    let path = paths.first { documents[$0]?["workflow"]?.text == machine } ?? ""
    own = path
    included = documents[path]?["include"]?.items?.first?.text.flatMap { TreePath.resolve($0, from: path) }
    if let node = documents[own] { collect(node) }
  }

  func file(line: Int, isSpawned: Bool) -> String {
    isSpawned && !spawnLines.contains(line) ? included ?? own : own
  }

  /// Collects the lines of handlers for the results of a spawned step.
  private mutating func collect(_ node: Node) {
    for item in node.items ?? [] { collect(item) }
    for entry in node.entries ?? [] {
      if entry.key.text == "spawn" {
        for outcome in ["onAccepted", "onDone", "onError", "onStopped"] {
          guard let handler = entry.value[outcome] else { continue }
          for candidate in handler.items ?? [handler] { spawnLines.insert(candidate.line) }
        }
      }
      collect(entry.value)
    }
  }
}
