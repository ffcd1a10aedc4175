internal import CEL
internal import Statecharts

/// An SCXML document ready to run: the machine for the interpreter, and the content that a session adds to states and
/// transitions.
public final class SessionChart: Sendable {
  /// Everything but the machine, as a reader collects it.
  struct Content: Sendable {
    /// The value of `_name` (SCXML 5.10).
    var title = ""
    /// True if data is assigned when its state is first entered instead of at the start (SCXML 5.3.3).
    var bindsLate = false
    var data: [DataItem] = []
    /// The events that each transition names, by transition; empty for an eventless one.
    var descriptors: [[EventDescriptor]] = []
    /// The transitions of each state that name events, by state, in document order.
    var handlers: [[Int]] = []
    /// The place of each transition, by transition.
    var places: [ContentPlace] = []
    var transitions: [Int: SessionBlock] = [:]
    /// The entry blocks by state. Each block is an error scope of its own.
    var entry: [Int: [SessionBlock]] = [:]
    var exit: [Int: [SessionBlock]] = [:]
    /// The content of a state's `<initial>`, or of a history state's default transition, by state (SCXML 3.6, 3.10).
    var defaultEntry: [Int: SessionBlock] = [:]
    /// The invocations of all states, which a state names by index.
    var invokes: [InvokeDefinition] = []
    /// The data of final states, by state (SCXML 5.5).
    var doneData: [Int: Payload] = [:]
  }

  /// The name of the chart, by which invocations refer to it.
  public let name: String
  let plan: MachinePlan
  let content: Content

  init(_ machine: Machine, _ content: Content) {
    name = machine.name
    plan = MachinePlan(machine, index: 0)
    self.content = content
  }

  /// Reads a document and those inside it. The last of the charts is the document's own, with the given name.
  ///
  /// - Parameter resources: returns the text of a file that a document names; nil if there is none.
  /// - Throws: `DocumentError` for a document that is not SCXML or cannot be expressed in CEL.
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
