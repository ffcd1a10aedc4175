internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import YAMLTree

/// The state that all readers of one machine share.
struct ReadingContext {
  let report: Report
  let zones: any ZoneSource
  let types: TypeReader
  let expressions: ExpressionReader
  let bundle: BundleNames
  /// The machine's own file; nodes of files that it includes have others.
  let file: String
  /// The machine's position in the family; 0 is the root.
  let index: Int
  /// The names in scope anywhere in the machine, without an event.
  let names: Names
  /// Payloads of all events that the file or its includes declare. The machine handles only those in its own `events:`.
  let payloads: [String: CELType]
  let actions: NamedActions
  /// The machine under construction.
  let parts: MachineParts

  var durations: DurationReader { DurationReader(report: report) }

  func undeclared(event name: String, at node: Node) {
    let known = parts.machine.declarations.keys.sorted().map { parts.machine.eventNames[$0] }
    report.error(
      "unknown-event", at: node, "event '\(name)' is not declared",
      cure: NearestName.cure(name, among: known) ?? "declare it under events:")
  }
}

/// The names that all machines of a bundle share.
struct BundleNames {
  var catalogue: [String: StepDeclaration]
  var machines: [String]
  /// By machine: the type of its input and of its output.
  var inputs: [CELType]
  var outputs: [CELType]
  /// By machine: whether it can end as failed.
  var mayFail: [Bool]
  var accounts: [String]
  var claims: [String]
  var views: [(name: String, type: CELType)]
  /// For each machine, the payloads of the events that it handles.
  var heard: [[String: CELType]]
  /// The roles that can send an event from outside the family, beside providers.
  var roles: [String]
}

/// The named actions of a machine, from its own file and those it includes. A body is read at each call, in the
/// caller's scope.
final class NamedActions {
  struct Definition {
    var parameters: [(name: String, type: CELType)]
    var body: Node
  }

  let definitions: [String: Definition]
  private var budget = ActionBudget()
  private(set) var called: Set<String> = []

  init(_ definitions: [String: Definition]) { self.definitions = definitions }

  var names: [String] { definitions.keys.sorted() }

  /// False, with a finding the first time, when the machine has too many actions.
  func take(_ node: Node, _ report: Report) -> Bool { budget.take(node, report) }

  /// Reads the body of a call at `node`.
  ///
  /// - Returns: nil, with a finding, if the action calls itself or is nested too deep in others.
  func call<Value>(_ name: String, at node: Node, _ report: Report, _ read: () -> Value) -> Value? {
    called.insert(name)
    return idly(name, at: node, report, read)
  }

  /// Reads a body without counting it as called.
  func idly<Value>(_ name: String, at node: Node, _ report: Report, _ read: () -> Value) -> Value? {
    guard budget.enter(name, at: node, report) else { return nil }
    defer { budget.leave() }
    return read()
  }
}
