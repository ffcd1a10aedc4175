public import CEL

/// Executable content of the mode `scxml` (SCXML 4).
public indirect enum SessionAction: Sendable {
  /// SCXML 4.2.
  case raise(event: String)
  /// SCXML 4.3; an error in the condition counts as false (5.9.1).
  case conditional(Program, then: [SessionStatement], otherwise: [SessionStatement])
  /// SCXML 4.6. Variables that do not exist are declared.
  case forEach(in: Program, item: DataLocation, index: DataLocation?, body: [SessionStatement])
  /// SCXML 4.7: a line of the trace.
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
public struct SessionStatement: Sendable {
  public var action: SessionAction
  public var place: ContentPlace

  public init(_ action: SessionAction, place: ContentPlace) {
    self.action = action
    self.place = place
  }
}

/// Where something stands in a definition.
public struct ContentPlace: Sendable, Hashable {
  /// `send`, `assign` …
  public var element: String
  /// From 1.
  public var line: Int
  /// From 1.
  public var column: Int

  public init(element: String, line: Int, column: Int) {
    self.element = element
    self.line = line
    self.column = column
  }
}

/// An event to be sent, its arguments evaluated when the action is executed.
public struct SendDefinition: Sendable {
  public var event: DataExpression?
  public var target: DataExpression?
  public var type: DataExpression?
  public var id: String?
  public var idLocation: DataLocation?
  /// A CSS2 time: `10ms`, `1.5s`.
  public var delay: DataExpression?
  public var payload: Payload

  public init(
    event: DataExpression?, target: DataExpression?, type: DataExpression?, id: String?, idLocation: DataLocation?,
    delay: DataExpression?, payload: Payload
  ) {
    self.event = event
    self.target = target
    self.type = type
    self.id = id
    self.idLocation = idLocation
    self.delay = delay
    self.payload = payload
  }
}
