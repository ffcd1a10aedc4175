internal import CEL
internal import Statecharts

// Messages and invocations of a session.
extension Session {
  /// Sends a message (SCXML 6.2). Its arguments are evaluated at once, whatever the delay. An event for the internal
  /// queue is raised here, all others go through the platform.
  mutating func send(
    _ definition: SendDefinition, _ place: ContentPlace, _ interpreter: inout Interpreter<Self>
  ) throws(SessionError) {
    let id = try messageID(definition.id, definition.idLocation, "send", place)
    do throws(SessionError) {
      let target = try text(definition.target, place, interpreter)
      let type = try text(definition.type, place, interpreter)
      let name = try text(definition.event, place, interpreter) ?? ""
      let delay = try delay(definition.delay, place, interpreter)
      var data = Value.null
      if let content = definition.payload.content {
        data = try evaluate(content, place, interpreter)
      } else if !definition.payload.parameters.isEmpty {
        data = .map(try parameters(of: definition.payload, interpreter))
      }
      if let type, !SessionProcessor.names.contains(type) {
        throw SessionError(place: place, reason: "there is no event processor '\(type)'")
      }
      let isNamed = definition.id != nil || definition.idLocation != nil
      if target == "#_internal" {
        guard delay == .zero else { throw SessionError(place: place, reason: "an internal event cannot be delayed") }
        interpreter.raise(SessionEvent(name, .internal, data: data, sendID: isNamed ? id : nil))
        return
      }
      try check(target, isDelayed: delay > .zero, place)
      let event = SessionEvent(
        name, data: data, sendID: isNamed ? id : nil, origin: SessionProcessor.location(of: self.id),
        originType: SessionProcessor.type)
      effects.append(.send(SentEvent(event: event, id: id, target: target, delay: delay)))
    } catch {
      var error = error
      error.sendID = id
      throw error
    }
  }

  /// Checks a target. One of another form is an error of the sender, one that cannot be reached an error of
  /// communication (SCXML 6.2.4, C.1).
  private func check(_ target: String?, isDelayed: Bool, _ place: ContentPlace) throws(SessionError) {
    guard let target else { return }
    guard target.hasPrefix("#_") else {
      throw SessionError(place: place, reason: "'\(target)' is not a target of a session")
    }
    // A delayed event's target is checked when the event is due.
    if isDelayed || moment.reachable.contains(target) { return }
    throw SessionError(event: "error.communication", place: place, reason: "'\(target)' cannot be reached")
  }

  private func delay(
    _ expression: DataExpression?, _ place: ContentPlace, _ interpreter: Interpreter<Self>
  ) throws(SessionError) -> Duration {
    guard let text = try text(expression, place, interpreter), !text.isEmpty else { return .zero }
    guard let delay = SessionDelay.parse(text) else {
      throw SessionError(place: place, reason: "'\(text)' is not a delay; write 10ms or 1.5s")
    }
    return delay
  }

  /// Returns the id that the document gives, or a new one, which is stored where the document asks for it (SCXML 3.14).
  private mutating func messageID(
    _ id: String?, _ location: DataLocation?, _ prefix: String, _ place: ContentPlace
  ) throws(SessionError) -> String {
    if let id { return id }
    let made = "\(prefix).\(nextSerial())"
    if let location { try assign(.string(made), to: location, place) }
    return made
  }

  /// Starts an invocation (SCXML 6.4).
  mutating func invoke(_ index: Int, _ interpreter: inout Interpreter<Self>) throws(SessionError) {
    let definition = chart.content.invokes[index]
    let payload = definition.payload
    let place = payload.place
    let id = try messageID(definition.id, definition.idLocation, chart.plan.states[definition.state].name, place)
    if let type = try text(definition.type, place, interpreter), !SessionProcessor.names.contains(type) {
      throw SessionError(place: place, reason: "services of the type '\(type)' cannot be invoked")
    }
    let src = try text(definition.src, place, interpreter)
    let document = try text(payload.content, place, interpreter)
    let data = try parameters(of: payload, interpreter)
    guard src != nil || payload.content != nil else {
      throw SessionError(place: place, reason: "neither 'src' nor 'content' says what to invoke")
    }
    invocations.append(Invocation(definition: index, id: id))
    effects.append(.invoke(InvokeStart(src: src, document: document, id: id, data: data)))
  }
}
