internal import CEL
internal import EngineMessages
internal import Statecharts
internal import Storage

/// An event as its family's definitions type it, with personal data taken apart.
struct AdmittedEvent {
  var event: Event
  /// Personal fields by path; kept in the person's record, where references point.
  var person: ValueMap
}

/// Checks an event against the family's own definitions before anything is stepped: the one place that admits events.
struct EventAdmission {
  let bundle: Bundle
  /// Tells this event's personal data from all others'.
  let mark: String

  enum Refusal: Error {
    case rejected(code: String, message: String)

    var reply: Reply {
      switch self {
      case .rejected(let code, let message): .rejected(code: code, message: message)
      }
    }
  }

  /// An event that addresses the family by name.
  func admit(_ name: String, role: String, body: Value) throws(Refusal) -> AdmittedEvent {
    guard let declaration = declaration(of: name) else {
      throw .rejected(code: "unknown_event", message: "'\(bundle.root.name)' knows no event '\(name)'")
    }
    guard declaration.by.contains(role) else {
      throw .rejected(
        code: "forbidden", message: "'\(name)' may be sent by \(declaration.by.joined(separator: ", ")), not \(role)")
    }
    return try admit(body, declaration, role: role)
  }

  /// A payload of a declared event.
  func admit(_ payload: Value, _ declaration: EventDeclaration, role: String) throws(Refusal) -> AdmittedEvent {
    guard !PersonalData.hasMarker(payload) else {
      throw .rejected(code: "reserved_name", message: "'\(PersonalData.marker)' is a reserved name")
    }
    var person = ValueMap()
    let data: Value
    do throws(TypeMismatch) {
      // Decoded before anything is taken apart: personal fields have limits too.
      var limits = bundle.limits.input
      // A provider's event is signed, and nobody asks it to write its texts on one line.
      if role == "provider" { limits.isFreeText = true }
      let decoded = try declaration.data.decode(payload, limits: limits)
      data = PersonalData.extract(decoded, type: declaration.data, path: "event.\(mark)", into: &person)
    } catch {
      throw .rejected(code: "wrong_data", message: "\(error)")
    }
    if let fault = PersonalData.fault(person) { throw .rejected(code: "wrong_data", message: fault) }
    return AdmittedEvent(event: Event(name: declaration.name, role: role, data: data), person: person)
  }

  private func declaration(of name: String) -> EventDeclaration? {
    for machine in bundle.machines {
      guard let event = machine.eventIndex[name], let declaration = machine.declarations[event], declaration.isExternal
      else { continue }
      return declaration
    }
    return nil
  }
}
