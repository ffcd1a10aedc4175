internal import CEL

/// A request of a session to the platform that runs it. Its arguments are evaluated.
enum SessionEffect: Sendable, Hashable {
  case send(SentEvent)
  /// Drops the delayed events of this session with that id.
  case cancel(sendID: String)
  case invoke(InvokeStart)
  case cancelInvoke(id: String)
  /// Sends a copy of an event to a session that this one invoked.
  case forward(SessionEvent, invokeID: String)
  /// The session has reached a top-level final state, with its data. A session that was cancelled does not report it.
  case ended(Value)
  case log(String)
}

/// An event on its way to a session.
struct SentEvent: Sendable, Hashable {
  var event: SessionEvent
  /// The id by which `cancel` refers to the event.
  var id: String
  /// `#_parent`, `#_scxml_ID` or `#_INVOKEID`; nil for the session's own external queue.
  var target: String?
  var delay: Duration
}

/// A session to be started.
public struct InvokeStart: Sendable, Hashable {
  /// The place of the document; nil if the document is given.
  public var src: String?
  /// The name of a document that stands inside the invoking one; nil if it is found elsewhere.
  public var document: String?
  var id: String
  /// The data that replaces data of the same names at the top of the new session (SCXML 6.4.4).
  var data: ValueMap
}
