public import CEL

/// An event of a session, with where it comes from (SCXML 5.10.1). Fields that an event lacks are null in `_event`.
public struct SessionEvent: Sendable, Hashable {
  /// `_event.type`; `cancel` ends the session (Appendix D, isCancelEvent) and is never seen by its expressions.
  public enum Kind: String, Sendable { case `internal`, external, platform, cancel }

  public var name: String
  public var kind: Kind
  public var data: Value
  public var sendID: String?
  public var origin: String?
  public var originType: String?
  public var invokeID: String?

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

  /// `_event`.
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

  /// The names under which sends and invocations may refer to it.
  static let names: Set<String> = [type, "scxml", "http://www.w3.org/TR/scxml", "http://www.w3.org/TR/scxml/"]

  /// How other sessions address a session.
  static func location(of session: String) -> String { "#_scxml_\(session)" }
}
