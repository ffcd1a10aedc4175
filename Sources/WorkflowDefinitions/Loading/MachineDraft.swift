internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import YAMLTree

/// What the readers of one file share: the machine in the making, what is in scope, and what the bundle knows.
final class MachineDraft {
  let report: Report
  let zones: any ZoneSource
  let shared: BundleNames
  let index: Int
  var machine: Machine
  /// Names in scope at any place of this machine, without an event.
  var names: Names
  let types: TypeReader
  let expressions: ExpressionReader
  /// Named actions, the file's own and those it includes: parameters and body.
  var actions: [String: NamedAction] = [:]
  /// Payloads of all events that the file or its includes name; what a machine hears stands in its own `events:`.
  var knownEvents: [String: CELType] = [:]
  /// Named actions being read, so that one that calls itself is found.
  var openActions: [String] = []
  /// Named actions that were called.
  var calledActions: Set<String> = []
  /// Where transitions and steps stand, by index, and what is sent: for the checks of the finished machine.
  var transitionPlaces: [Int: Node] = [:]
  var stepPlaces: [Int: Node] = [:]
  var signals: [(kind: String, event: String, place: Node)] = []
  /// Transitions whose guard could not be read, so that nobody takes them for unguarded.
  var unreadGuards: Set<Int> = []
  /// Transitions whose target is no state: they may lead anywhere.
  var unreadTargets: Set<Int> = []
  /// An `initial` or a history state's default is no state.
  var hasUnreadInitial = false
  /// An action could not be read at all, so that what it assigns or sends is unknown.
  var losesEffects = false
  /// Transitions whose targets are resolved once all states are known.
  var openTargets: [(transition: Int, node: Node, text: String)] = []
  /// `initial:` and history defaults, likewise.
  var openInitials: [(state: Int, node: Node, text: String)] = []

  struct NamedAction {
    var parameters: [(name: String, type: CELType)]
    var body: Node
  }

  init(report: Report, zones: any ZoneSource, shared: BundleNames, index: Int, name: String, names: Names) {
    self.report = report
    self.zones = zones
    self.shared = shared
    self.index = index
    machine = Machine(name: name)
    self.names = names
    types = TypeReader(report: report, zones: zones)
    expressions = ExpressionReader(report: report)
  }
}

/// What all machines of a bundle share.
struct BundleNames {
  var catalogue: [String: StepDeclaration]
  var machines: [String]
  /// By machine: what it is started with and what it ends with.
  var inputs: [CELType]
  var outputs: [CELType]
  /// By machine: whether it can end as failed.
  var mayFail: [Bool]
  var accounts: [String]
  var claims: [String]
  var views: [(name: String, type: CELType)]
  /// By machine: payloads of the events that it hears.
  var heard: [[String: CELType]]
}
