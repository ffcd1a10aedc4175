internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Everything that the readers of one machine have in common.
struct ReadingContext {
  let report: Report
  let zones: any ZoneSource
  let types: TypeReader
  let expressions: ExpressionReader
  let bundle: BundleNames
  /// The machine's position in the family; 0 is the root.
  let index: Int
  /// In scope at any place of the machine, without an event.
  let names: Names
  /// Payloads of all events that the file or its includes name; those that the machine hears stand in its own `events:`.
  let payloads: [String: CELType]
  let actions: NamedActions
  /// The machine in the making.
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
  /// By machine: payloads of the events that it hears.
  var heard: [[String: CELType]]
  /// Who can send an event from outside the family, beside providers.
  var roles: [String]
}

/// The named actions of a machine, its own file's and those it includes. A body is read at each call, in the caller's scope.
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
  /// - Returns: nil, with a finding, if the action calls itself or stands too deep in others.
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
