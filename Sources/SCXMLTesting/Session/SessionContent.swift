internal import CEL
internal import Statecharts

/// An item of executable content (SCXML 4).
indirect enum SessionAction: Sendable {
  /// Raises an event of the session itself (SCXML 4.2).
  case raise(event: String)
  /// Executes one of two blocks (SCXML 4.3). A condition that fails counts as false (5.9.1).
  case conditional(Program, then: [SessionStatement], otherwise: [SessionStatement])
  /// Iterates over a list (SCXML 4.6). Variables that do not exist are declared.
  case forEach(in: Program, item: DataLocation, index: DataLocation?, body: [SessionStatement])
  /// Writes a line to the log (SCXML 4.7).
  case log(label: String, DataExpression)
  /// Assigns a value to a location, which must exist (SCXML 5.4).
  case assign(DataLocation, DataExpression)
  /// Executes a script, as far as CEL can express it (SCXML 5.8). Its actions count as one.
  case script([SessionStatement])
  /// Evaluates an expression that is expected to fail or whose value is not used.
  case evaluate(Program)
  /// Sends a message (SCXML 6.2).
  case send(SendDefinition)
  /// Cancels a delayed message (SCXML 6.3).
  case cancel(DataExpression)
}

/// An action and its place, which errors name.
struct SessionStatement: Sendable {
  var action: SessionAction
  var place: ContentPlace
}

/// A list of statements, which an error ends (SCXML 4.9).
typealias SessionBlock = [SessionStatement]

/// A place in a document.
struct ContentPlace: Sendable, Hashable {
  /// The name of the element, such as `send` or `assign`.
  var element: String
  /// The line, from 1.
  var line: Int
  var column: Int
}

/// A message to be sent. Its arguments are evaluated when the action is executed.
struct SendDefinition: Sendable {
  var event: DataExpression?
  var target: DataExpression?
  var type: DataExpression?
  var id: String?
  var idLocation: DataLocation?
  /// The delay as a CSS2 time such as `10ms` or `1.5s`.
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
  /// The place of the document.
  var src: DataExpression?
  var id: String?
  var idLocation: DataLocation?
  /// The document as content, and the data of the new session as parameters.
  var payload: Payload
  var forwardsEvents: Bool
  var finalize: SessionBlock
}
