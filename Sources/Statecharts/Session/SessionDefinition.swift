/// What a machine of the mode `scxml` has beyond states and transitions. A machine without one is of the mode `workflow`.
///
/// In this mode `context` is one dynamic map, errors of expressions become `error.execution`, transitions name events by descriptors,
/// and the machine talks to a session platform through `SessionEffect`s instead of steps and timers.
public final class SessionDefinition: Sendable {
  /// `_name` (SCXML 5.10).
  public let name: String
  /// Data is assigned when its state is entered first, not at the start (SCXML 5.3.3).
  public let bindsLate: Bool
  public let data: [DataItem]
  /// By transition: the events that it names; empty for an eventless one.
  public let descriptors: [[EventDescriptor]]
  /// By state: transitions that name events, in document order.
  public let handlers: [[Int]]
  /// By state: what its `<initial>` does, or the default transition of a history state (SCXML 3.6, 3.10).
  public let entryContent: [Int: [Action]]
  /// Those of all states; a state names its own by index.
  public let invokes: [InvokeDefinition]
  /// By final state (SCXML 5.5).
  public let doneData: [Int: Payload]

  public init(
    name: String, bindsLate: Bool, data: [DataItem], descriptors: [[EventDescriptor]], handlers: [[Int]],
    entryContent: [Int: [Action]], invokes: [InvokeDefinition], doneData: [Int: Payload]
  ) {
    self.name = name
    self.bindsLate = bindsLate
    self.data = data
    self.descriptors = descriptors
    self.handlers = handlers
    self.entryContent = entryContent
    self.invokes = invokes
    self.doneData = doneData
  }
}

/// A variable of the data model (SCXML 5.3).
public struct DataItem: Sendable {
  public var id: String
  /// nil: null.
  public var value: DataExpression?
  /// The state that declares it; 0 for the machine.
  public var state: Int
  public var place: ContentPlace

  public init(id: String, value: DataExpression?, state: Int, place: ContentPlace) {
    self.id = id
    self.value = value
    self.state = state
    self.place = place
  }
}

/// What a message carries: content, or parameters (SCXML 5.6, 5.7).
public struct Payload: Sendable {
  public enum Source: Sendable {
    case value(DataExpression)
    /// The present value of a variable.
    case location(DataLocation)
  }

  public var content: DataExpression?
  public var parameters: [(name: String, source: Source)]
  public var place: ContentPlace

  public init(content: DataExpression?, parameters: [(name: String, source: Source)], place: ContentPlace) {
    self.content = content
    self.parameters = parameters
    self.place = place
  }
}

/// A service that a state invokes (SCXML 6.4).
public struct InvokeDefinition: Sendable {
  public var state: Int
  public var type: DataExpression?
  /// Where the definition is found.
  public var src: DataExpression?
  public var id: String?
  public var idLocation: DataLocation?
  /// Its content is the definition, its parameters are data of the new session.
  public var payload: Payload
  public var forwardsEvents: Bool
  public var finalize: [Action]

  public init(
    state: Int, type: DataExpression?, src: DataExpression?, id: String?, idLocation: DataLocation?, payload: Payload,
    forwardsEvents: Bool, finalize: [Action]
  ) {
    self.state = state
    self.type = type
    self.src = src
    self.id = id
    self.idLocation = idLocation
    self.payload = payload
    self.forwardsEvents = forwardsEvents
    self.finalize = finalize
  }
}
