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
  /// A claim of this step is taken by others.
  var isRefused = false
  private(set) var last: FamilyChange?

  /// A root alone: its body without the head.
  init(_ body: String) throws { try self.init(root: body, members: [:]) }

  /// Members by name, in the order of their names. `input` is what the root declares, `given` what it is started with.
  init(
    root: String, members: [String: String], input: String = "{}", given: Value = .map(ValueMap()),
    others: [String: String] = [:]
  ) throws {
    let names = members.keys.sorted()
    var files = [
      SourceFile(
        path: "small.yaml",
        source: Array(
          "workflow: small\nversion: 1\nfamily: [\(names.joined(separator: ", "))]\nkey: \"k\"\ninput: \(input)\n\(root)"
            .utf8
        ))
    ]
    for name in names {
      files.append(
        SourceFile(
          path: "\(name).yaml",
          source: Array("workflow: \(name)\nversion: 1\nfamily: small\n\(members[name] ?? "")".utf8)))
    }
    files += others.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, source: Array($0.value.utf8)) }
    bundle = try #require(ShippedWorkflows.loader.load(files).bundles.first)
    family = try bundle.initialSnapshot(key: "k", input: given, params: bundle.params.map(\.value), now: now)
    try step(.start)
  }

  @discardableResult
  mutating func step(_ input: FamilyInput) throws -> FamilyChange {
    let change = try bundle.transition(
      family, StepInput(input: input, now: now, inFlight: inFlight, isRefused: isRefused))
    family = change.next
    last = change
    return change
  }

  @discardableResult
  mutating func send(_ name: String, _ data: Value = .map(ValueMap())) throws -> EventDisposition {
    try step(.event(Event(name: name, role: "operator", data: data))).disposition
  }

  /// Active atomic states of a machine.
  func states(_ machine: String = "small") -> [String] {
    guard let index = bundle.machineIndex[machine], let instance = family.instances[index] else { return [] }
    return bundle.atomicStates(of: index, in: instance.configuration)
  }

  /// The notes that the last step wrote with `journal:`, in order.
  var notes: [String] {
    (last?.trace ?? []).compactMap { if case .note(_, let text) = $0 { text } else { nil } }
  }

  /// The alarms that the last step raised with `alarm:` or by itself, in order.
  var alarms: [String] {
    (last?.effects ?? []).compactMap { if case .alarm(_, let text) = $0 { text } else { nil } }
  }

  /// Fires a timer of a machine at its due instant, or later.
  mutating func fire(_ name: String, of machine: String = "small", late: Duration = .zero) throws {
    let index = try #require(bundle.machineIndex[machine])
    let timer = try #require(bundle.machines[index].timers.firstIndex { $0.name == name })
    let armed = try #require(family.instances[index]?.timers[timer])
    now = max(now, try #require(armed.due.adding(late)))
    try step(.timer(machine: index, timer: timer, generation: armed.generation))
  }

  /// A timer's next firing; nil when it is not armed.
  func due(_ name: String, of machine: String = "small") -> Instant? {
    guard let index = bundle.machineIndex[machine],
      let timer = bundle.machines[index].timers.firstIndex(where: { $0.name == name }),
      let armed = family.instances[index]?.timers[timer], armed.isArmed
    else { return nil }
    return armed.due
  }

  /// Balances that are not zero.
  var balances: [String: Int64] {
    var result: [String: Int64] = [:]
    for (account, balance) in zip(bundle.accounts, family.balances) where balance != 0 {
      result[account.name] = balance
    }
    return result
  }

  func context(_ field: String, of machine: String = "small") -> Value? {
    guard let index = bundle.machineIndex[machine],
      let position = bundle.machines[index].context.firstIndex(where: { $0.name == field })
    else { return nil }
    return family.instances[index]?.context[position]
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
