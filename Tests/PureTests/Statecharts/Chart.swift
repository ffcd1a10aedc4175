import CEL
import CivilTime
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// A family on the pure interpreter: inline definitions, one step at a time, nothing around it.
struct Chart {
  let bundle: Bundle
  var family: FamilySnapshot
  var now = Instant(seconds: 1_800_000_000, nanoseconds: 0)!
  /// Steps of which an attempt is out.
  var inFlight: [StepName] = []
  private(set) var last: FamilyChange?

  /// A root alone: its body without the head.
  init(_ body: String) throws { try self.init(root: body, members: [:]) }

  /// Members by name, in the order of their names.
  init(root: String, members: [String: String]) throws {
    let names = members.keys.sorted()
    var files = [
      SourceFile(
        path: "small.yaml",
        source: Array(
          "workflow: small\nversion: 1\nfamily: [\(names.joined(separator: ", "))]\nkey: \"k\"\ninput: {}\n\(root)".utf8
        ))
    ]
    for name in names {
      files.append(
        SourceFile(
          path: "\(name).yaml",
          source: Array("workflow: \(name)\nversion: 1\nfamily: small\n\(members[name] ?? "")".utf8)))
    }
    bundle = try #require(ShippedWorkflows.loader.load(files).bundles.first)
    family = try bundle.newborn(key: "k", input: .map(ValueMap()), params: [], now: now)
    try step(.start)
  }

  @discardableResult
  mutating func step(_ stimulus: Stimulus) throws -> FamilyChange {
    let change = try bundle.transition(family, StepInput(stimulus: stimulus, now: now, inFlight: inFlight))
    family = change.next
    last = change
    return change
  }

  @discardableResult
  mutating func send(_ name: String, _ data: Value = .map(ValueMap())) throws -> EventVerdict {
    try step(.event(Event(name: name, role: "operator", data: data))).verdict
  }

  /// Active atomic states of a machine.
  func states(_ machine: String = "small") -> [String] {
    guard let index = bundle.machineIndex[machine], let instance = family.instances[index] else { return [] }
    return bundle.machines[index].atomicStates(in: instance.configuration)
  }

  /// What the last step wrote with `journal:`, in order.
  var notes: [String] {
    (last?.trace ?? []).compactMap { if case .note(_, let text) = $0 { text } else { nil } }
  }

  var view: ValueMap {
    get throws {
      var map = ValueMap()
      for (field, value) in zip(bundle.viewFields, try bundle.view(of: family, now: now)) { map[field.name] = value }
      return map
    }
  }

  /// Steps that the last step started.
  var started: [StepStart] {
    (last?.effects ?? []).compactMap { if case .startStep(let start) = $0 { start } else { nil } }
  }

  /// Steps that the last step gave up.
  var stopped: [StepName] {
    (last?.effects ?? []).compactMap { if case .stopStep(let name) = $0 { name } else { nil } }
  }
}
