internal import CEL
internal import Statecharts

/// Executable content (SCXML 4).
indirect enum SessionAction: Sendable {
  /// SCXML 4.2.
  case raise(event: String)
  /// SCXML 4.3; an error in the condition counts as false (5.9.1).
  case conditional(Program, then: [SessionStatement], otherwise: [SessionStatement])
  /// SCXML 4.6. Variables that do not exist are declared.
  case forEach(in: Program, item: DataLocation, index: DataLocation?, body: [SessionStatement])
  /// SCXML 4.7: a line of the log.
  case log(label: String, DataExpression)
  /// SCXML 5.4. The location must exist.
  case assign(DataLocation, DataExpression)
  /// SCXML 5.8, as far as CEL can say it: its actions count as one.
  case script([SessionStatement])
  /// For what fails by being evaluated.
  case evaluate(Program)
  /// SCXML 6.2.
  case send(SendDefinition)
  /// SCXML 6.3.
  case cancel(DataExpression)
}

/// An action with its place, which errors name.
struct SessionStatement: Sendable {
  var action: SessionAction
  var place: ContentPlace
}

/// A list of statements that an error ends (SCXML 4.9).
typealias SessionBlock = [SessionStatement]

/// Where something stands in a document.
struct ContentPlace: Sendable, Hashable {
  /// `send`, `assign` …
  var element: String
  /// From 1.
  var line: Int
  var column: Int
}

/// An event to be sent, its arguments evaluated when the action is executed.
struct SendDefinition: Sendable {
  var event: DataExpression?
  var target: DataExpression?
  var type: DataExpression?
  var id: String?
  var idLocation: DataLocation?
  /// A CSS2 time: `10ms`, `1.5s`.
  var delay: DataExpression?
  var payload: Payload
}

/// The payload of a message: content, or parameters (SCXML 5.6, 5.7).
struct Payload: Sendable {
  enum Source: Sendable {
    case value(DataExpression)
    /// The present value of a variable.
    case location(DataLocation)
  }

  var content: DataExpression?
  var parameters: [(name: String, source: Source)]
  var place: ContentPlace
}

/// A service that a state invokes (SCXML 6.4).
struct InvokeDefinition: Sendable {
  var state: Int
  var type: DataExpression?
  /// Where the document is found.
  var src: DataExpression?
  var id: String?
  var idLocation: DataLocation?
  /// Its content is the document, its parameters are data of the new session.
  var payload: Payload
  var forwardsEvents: Bool
  var finalize: SessionBlock
}
