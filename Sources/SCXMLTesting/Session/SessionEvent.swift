public import CEL

/// An event of a session and its origin (SCXML 5.10.1). Fields that an event lacks are null in `_event`.
public struct SessionEvent: Sendable, Hashable {
  /// The values of `_event.type`. `cancel` ends the session (Appendix D, isCancelEvent) and is never visible to its
  /// expressions.
  public enum Kind: String, Sendable { case `internal`, external, platform, cancel }

  /// `_event.name`.
  public var name: String
  /// `_event.type`.
  public var kind: Kind
  /// `_event.data`; null if the event has none.
  public var data: Value
  /// `_event.sendid`: the id of the `send` that made the event or failed.
  public var sendID: String?
  /// `_event.origin`: the address to which an answer can be sent.
  public var origin: String?
  /// `_event.origintype`: the event processor of `origin`.
  public var originType: String?
  /// `_event.invokeid`: the id of the invocation that the event comes from.
  public var invokeID: String?

  /// Creates an event, by default an external one without data or origin.
  public init(
    _ name: String, _ kind: Kind = .external, data: Value = .null, sendID: String? = nil, origin: String? = nil,
    originType: String? = nil, invokeID: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.data = data
    self.sendID = sendID
    self.origin = origin
    self.originType = originType
    self.invokeID = invokeID
  }

  /// The value of `_event`.
  var value: Value {
    func text(_ value: String?) -> Value { value.map { .string($0) } ?? .null }
    return .map(
      ValueMap([
        ("name", .string(name)), ("type", .string(kind.rawValue)), ("sendid", text(sendID)), ("origin", text(origin)),
        ("origintype", text(originType)), ("invokeid", text(invokeID)), ("data", data),
      ]))
  }
}

/// SCXML's own event processor (SCXML C.1).
enum SessionProcessor {
  static let type = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor"

  /// The names by which sends and invocations may refer to the processor.
  static let names: Set<String> = [type, "scxml", "http://www.w3.org/TR/scxml", "http://www.w3.org/TR/scxml/"]

  /// Returns the address of a session for other sessions.
  static func location(of session: String) -> String { "#_scxml_\(session)" }
}
