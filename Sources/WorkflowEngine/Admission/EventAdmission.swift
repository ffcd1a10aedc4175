internal import CEL
internal import EngineMessages
internal import Statecharts
internal import Storage

/// An event as its family's definitions type it, with personal data replaced by references.
struct AdmittedEvent {
  var event: Event
  /// The personal fields by path. They are kept in the person's record, to which the references point.
  var person: ValueMap
}

/// Checks an event against the family's own definitions before the family is stepped. No event is admitted anywhere
/// else.
struct EventAdmission {
  let bundle: Bundle
  /// Distinguishes this event's personal data from that of every other event. Asked for only if there is any.
  let mark: () -> String

  enum Refusal: Error {
    case rejected(code: String, message: String)

    var reply: Reply {
      switch self {
      case .rejected(let code, let message): .rejected(code: code, message: message)
      }
    }
  }

  /// Admits an event that addresses the family directly, by its reference.
  func admit(_ name: String, role: String, body: Value) throws(Refusal) -> AdmittedEvent {
    guard let declaration = declaration(of: name) else {
      let cure = NearestName.cure(name, among: names(for: role)).map { "; \($0)" } ?? offer(to: role)
      throw .rejected(code: "unknown_event", message: "'\(bundle.root.name)' knows no event '\(name)'\(cure)")
    }
    guard declaration.by.contains(role) else {
      let senders =
        declaration.by.isEmpty
        ? "comes from \(declaration.from.joined(separator: ", ")) alone, and no other sender may send it"
        : "may be sent by \(declaration.by.joined(separator: ", ")), not by \(role)"
      throw .rejected(code: "forbidden", message: "'\(name)' \(senders)\(offer(to: role))")
    }
    return try admit(body, declaration, role: role)
  }

  /// Admits the payload that a declaration extracted from an event.
  func admit(_ payload: Value, _ declaration: EventDeclaration, role: String) throws(Refusal) -> AdmittedEvent {
    guard !PersonalData.hasMarker(payload) else {
      throw .rejected(code: "reserved_name", message: "'\(PersonalData.marker)' is a reserved name")
    }
    var person = ValueMap()
    let data: Value
    do throws(TypeMismatch) {
      // The payload is decoded before personal fields are removed, since their limits apply too.
      var limits = bundle.limits.input
      // Line breaks are refused only in callers' texts. A provider's event is signed and may contain them.
      if role == "provider" { limits.isFreeText = true }
      let decoded = try declaration.data.decode(payload, limits: limits)
      data =
        PersonalData.isDeclared(in: declaration.data)
        ? PersonalData.extract(decoded, type: declaration.data, path: "event.\(mark())", into: &person) : decoded
    } catch {
      throw .rejected(code: "wrong_data", message: "\(error)")
    }
    if let fault = PersonalData.fault(person) { throw .rejected(code: "wrong_data", message: fault) }
    return AdmittedEvent(event: Event(name: declaration.name, role: role, data: data), person: person)
  }

  /// The events that a role may send, sorted.
  private func names(for role: String) -> [String] {
    Set(bundle.machines.flatMap { $0.declarations.values.filter { $0.by.contains(role) }.map(\.name) }).sorted()
  }

  private func offer(to role: String) -> String {
    let names = names(for: role)
    return names.isEmpty ? "; \(role) may send nothing to it" : "; \(role) may send \(names.joined(separator: ", "))"
  }

  private func declaration(of name: String) -> EventDeclaration? {
    for machine in bundle.machines.indices {
      guard let event = bundle.machines[machine].eventIndex[name],
        let declaration = bundle.machines[machine].declarations[event], declaration.isExternal
      else { continue }
      return declaration
    }
    return nil
  }
}
