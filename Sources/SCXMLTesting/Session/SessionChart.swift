internal import CEL
internal import Statecharts

/// An SCXML document ready to run: the machine that the interpreter knows, and what a session adds to states and transitions.
public final class SessionChart: Sendable {
  /// Everything beside the machine, as a reader collects it.
  struct Content: Sendable {
    /// `_name` (SCXML 5.10).
    var title = ""
    /// Data is assigned when its state is entered first, not at the start (SCXML 5.3.3).
    var bindsLate = false
    var data: [DataItem] = []
    /// By transition: the events that it names; empty for an eventless one.
    var descriptors: [[EventDescriptor]] = []
    /// By state: transitions that name events, in document order.
    var handlers: [[Int]] = []
    /// By transition.
    var places: [ContentPlace] = []
    var transitions: [Int: SessionBlock] = [:]
    /// By state, each block an error scope of its own.
    var entry: [Int: [SessionBlock]] = [:]
    var exit: [Int: [SessionBlock]] = [:]
    /// By state: what its `<initial>` does, or the default transition of a history state (SCXML 3.6, 3.10).
    var defaultEntry: [Int: SessionBlock] = [:]
    /// Those of all states; a state names its own by index.
    var invokes: [InvokeDefinition] = []
    /// By final state (SCXML 5.5).
    var doneData: [Int: Payload] = [:]
  }

  public let name: String
  let plan: MachinePlan
  let content: Content

  init(_ machine: Machine, _ content: Content) {
    name = machine.name
    plan = MachinePlan(machine, index: 0)
    self.content = content
  }

  /// The document as the chart `name`, after those inside of it. `resources` gives the text of a file that a document names; nil if there
  /// is none.
  ///
  /// - Throws: `DocumentError` for what is no SCXML, or cannot be said in CEL.
  public static func read(
    _ source: String, name: String, resources: @escaping (String) -> String? = { _ in nil }
  ) throws(DocumentError) -> [SessionChart] {
    try DocumentFamily.read(source, name: name, resources: resources)
  }
}

/// A variable of the data model (SCXML 5.3).
struct DataItem: Sendable {
  var id: String
  var value: DataExpression
  /// The state that declares it; 0 for the machine.
  var state: Int
  var place: ContentPlace
}
