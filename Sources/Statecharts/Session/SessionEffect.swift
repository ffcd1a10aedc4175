public import CEL

/// What a session asks of the platform that runs it. Arguments are evaluated.
public enum SessionEffect: Sendable, Hashable {
  case send(SentEvent)
  /// Delayed events of this session with that id are not sent any more.
  case cancel(sendID: String)
  case invoke(InvokeStart)
  case cancelInvoke(id: String)
  /// A copy of an event for a session that this one invoked.
  case forward(Event, invokeID: String)
  /// The session has come to a top-level final state, with its data; not told of one that was cancelled.
  case ended(Value)
}

/// An event on its way.
public struct SentEvent: Sendable, Hashable {
  public var event: Event
  /// What `cancel` calls it.
  public var id: String
  /// `#_parent`, `#_scxml_ID`, `#_INVOKEID`; nil: the session's own external queue.
  public var target: String?
  public var delay: Duration
}

/// A session to be started.
public struct InvokeStart: Sendable, Hashable {
  /// Where the definition is; nil if it is given.
  public var src: String?
  /// The definition itself, in whatever form the platform takes; null if it is found elsewhere.
  public var content: Value
  public var id: String
  /// Replaces data of the same names that the new session declares at its top (SCXML 6.4.4).
  public var data: ValueMap
}

/// Where an event of a session comes from (SCXML 5.10.1). Missing fields are null in `event`.
public final class EventSender: Sendable, Hashable {
  public let sendID: String?
  public let origin: String?
  public let originType: String?
  public let invokeID: String?

  public init(sendID: String? = nil, origin: String? = nil, originType: String? = nil, invokeID: String? = nil) {
    self.sendID = sendID
    self.origin = origin
    self.originType = originType
    self.invokeID = invokeID
  }

  public static func == (a: EventSender, b: EventSender) -> Bool {
    a === b
      || (a.sendID == b.sendID && a.origin == b.origin && a.originType == b.originType && a.invokeID == b.invokeID)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(sendID)
    hasher.combine(origin)
    hasher.combine(originType)
    hasher.combine(invokeID)
  }
}

/// `event.type` of a session's events is their role (SCXML 5.10.1).
public enum SessionRole {
  public static let `internal` = "internal"
  public static let external = "external"
  public static let platform = "platform"
  /// Ends the session (Appendix D, isCancelEvent); never seen by its expressions.
  public static let cancel = "cancel"
}

/// A service that a session has invoked and not cancelled.
public struct InvocationSnapshot: Sendable, Hashable {
  /// Index of its definition.
  public var definition: Int
  public var id: String
}

/// SCXML's own event processor (SCXML C.1).
public enum SessionProcessor {
  public static let type = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor"

  /// How other sessions address a session.
  public static func location(of session: String) -> String { "#_scxml_\(session)" }
}
