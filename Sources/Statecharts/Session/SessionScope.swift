internal import CEL

// The system variables of a session (SCXML 5.10).
extension Scope {
  func systemVariable(_ slot: Int) -> Value {
    let location: Value = Value.string(SessionProcessor.location(of: run.family.key))
    return switch slot {
    case Slot.sessionEvent: (run.session?.event?.event).map(Self.fields) ?? .null
    case Slot.sessionName: .string(run.session?.definition.name ?? "")
    case Slot.processors:
      .map(
        ValueMap([SessionProcessor.type, "scxml"].map { ($0, .map(ValueMap([("location", location)]))) }))
    default: .null
    }
  }

  /// All seven fields, null where an event has none (SCXML 5.10.1).
  private static func fields(_ event: Event) -> Value {
    func text(_ value: String?) -> Value { value.map { .string($0) } ?? .null }
    return .map(
      ValueMap([
        ("name", .string(event.name)), ("type", .string(event.role)), ("sendid", text(event.sender?.sendID)),
        ("origin", text(event.sender?.origin)), ("origintype", text(event.sender?.originType)),
        ("invokeid", text(event.sender?.invokeID)), ("data", event.data),
      ]))
  }
}
