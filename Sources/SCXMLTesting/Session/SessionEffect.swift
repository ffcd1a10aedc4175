internal import CEL

/// A request of a session to the platform that runs it. Arguments are evaluated.
enum SessionEffect: Sendable, Hashable {
  case send(SentEvent)
  /// Delayed events of this session with that id are not sent any more.
  case cancel(sendID: String)
  case invoke(InvokeStart)
  case cancelInvoke(id: String)
  /// A copy of an event for a session that this one invoked.
  case forward(SessionEvent, invokeID: String)
  /// The session has come to a top-level final state, with its data; not told of one that was cancelled.
  case ended(Value)
  case log(String)
}

/// An event on its way.
struct SentEvent: Sendable, Hashable {
  var event: SessionEvent
  /// The name by which `cancel` refers to it.
  var id: String
  /// `#_parent`, `#_scxml_ID`, `#_INVOKEID`; nil: the session's own external queue.
  var target: String?
  var delay: Duration
}

/// A session to be started.
public struct InvokeStart: Sendable, Hashable {
  /// Where the document is; nil if it is given.
  public var src: String?
  /// The name of a document that stands inside of the invoking one; nil if it is found elsewhere.
  public var document: String?
  var id: String
  /// Replaces data of the same names that the new session declares at its top (SCXML 6.4.4).
  var data: ValueMap
}
