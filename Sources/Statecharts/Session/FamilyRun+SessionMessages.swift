internal import CEL

extension FamilyRun {
  private static let processors: Set<String> = [
    SessionProcessor.type, "scxml", "http://www.w3.org/TR/scxml", "http://www.w3.org/TR/scxml/",
  ]

  /// SCXML 6.2: arguments are evaluated now, whatever the delay; the internal queue is reached at once, all else through the platform.
  func send(_ definition: SendDefinition, _ scope: Scope, _ place: ContentPlace) throws(SessionError) {
    guard let session else { return }
    let id = try messageID(definition.id, definition.idLocation, "send", place)
    do throws(SessionError) {
      let target = try text(definition.target, scope, place)
      let type = try text(definition.type, scope, place)
      let name = try text(definition.event, scope, place) ?? ""
      let delay = try delay(definition.delay, scope, place)
      let state = scope.state ?? 0
      var data = Value.null
      if let content = definition.payload.content {
        data = try evaluated(content, scope, place)
      } else if !definition.payload.parameters.isEmpty {
        data = .map(try self.data(of: definition.payload, state: state))
      }
      if let type, !Self.processors.contains(type) {
        throw SessionError(place: place, reason: "there is no event processor '\(type)'")
      }
      let isNamed = definition.id != nil || definition.idLocation != nil
      if target == "#_internal" {
        guard delay == .zero else { throw SessionError(place: place, reason: "an internal event cannot be delayed") }
        raise(name, data, sendID: isNamed ? id : nil)
        return
      }
      try check(target, isDelayed: delay > .zero, place)
      let sender = EventSender(
        sendID: isNamed ? id : nil, origin: SessionProcessor.location(of: family.key), originType: SessionProcessor.type
      )
      let event = Event(name: name, role: SessionRole.external, data: data, sender: sender)
      session.effects.append(.send(SentEvent(event: event, id: id, target: target, delay: delay)))
    } catch {
      var error = error
      error.sendID = id
      throw error
    }
  }

  /// A target of another form is an error of the sender, one that cannot be reached an error of communication (SCXML 6.2.4, C.1).
  private func check(_ target: String?, isDelayed: Bool, _ place: ContentPlace) throws(SessionError) {
    guard let target else { return }
    guard target.hasPrefix("#_") else {
      throw SessionError(place: place, reason: "'\(target)' is not a target of a session")
    }
    // Whether a delayed event can be delivered shows when it is due.
    if isDelayed || reachable.contains(target) { return }
    throw SessionError(event: "error.communication", place: place, reason: "'\(target)' cannot be reached")
  }

  private func text(_ expression: DataExpression?, _ scope: Scope, _ place: ContentPlace) throws(SessionError)
    -> String?
  {
    guard let expression else { return nil }
    let value = try evaluated(expression, scope, place)
    return value.isNull ? nil : Interpolation.display(value)
  }

  private func delay(_ expression: DataExpression?, _ scope: Scope, _ place: ContentPlace) throws(SessionError)
    -> Duration
  {
    guard let text = try text(expression, scope, place), !text.isEmpty else { return .zero }
    guard let delay = SessionDelay.parse(text) else {
      throw SessionError(place: place, reason: "'\(text)' is not a delay; write 10ms or 1.5s")
    }
    return delay
  }

  /// The id that the definition gives, or a new one, kept where it asks for it (SCXML 3.14).
  private func messageID(
    _ id: String?, _ location: DataLocation?, _ prefix: String, _ place: ContentPlace
  ) throws(SessionError) -> String {
    if let id { return id }
    family.instances[0]!.stepSerial += 1
    let made = "\(prefix).\(family.instances[0]!.stepSerial)"
    if let location { try assign(.string(made), to: location, place) }
    return made
  }

  // MARK: Invocations

  /// SCXML 6.4, at the end of the macrostep, in document order. An invocation whose arguments fail is not started.
  func startInvocations(_ session: SessionState) {
    let plan = bundle.plans[0]
    let states = toInvoke.intersection(family.instances[0]!.configuration)
    toInvoke = StateSet()
    for state in states {
      for definition in plan.states[state].invokes {
        do throws(SessionError) {
          let owner = session.definition.invokes[definition].state
          try withScope(0, event: session.event, state: owner) { (scope) throws(SessionError) in
            try invoke(definition, scope, session)
          }
        } catch {
          raise(error)
        }
      }
    }
  }

  private func invoke(_ index: Int, _ scope: Scope, _ session: SessionState) throws(SessionError) {
    let definition = session.definition.invokes[index]
    let place = definition.payload.place
    let stateName = bundle.plans[0].states[definition.state].name
    let id = try messageID(definition.id, definition.idLocation, stateName, place)
    if let type = try text(definition.type, scope, place), !Self.processors.contains(type) {
      throw SessionError(place: place, reason: "services of the type '\(type)' cannot be invoked")
    }
    let src = try text(definition.src, scope, place)
    let content = try definition.payload.content.map { (expression) throws(SessionError) in
      try evaluated(expression, scope, place)
    }
    let data = try self.data(of: definition.payload, state: definition.state)
    guard src != nil || content != nil else {
      throw SessionError(place: place, reason: "neither 'src' nor 'content' says what to invoke")
    }
    family.instances[0]!.invocations.append(InvocationSnapshot(definition: index, id: id))
    session.effects.append(.invoke(InvokeStart(src: src, content: content ?? .null, id: id, data: data)))
  }

  /// Appendix D, exitStates: cancelInvoke for each invocation of the state.
  func cancelInvocations(of state: Int, _ session: SessionState) {
    let ended = family.instances[0]!.invocations.filter { session.definition.invokes[$0.definition].state == state }
    if ended.isEmpty { return }
    family.instances[0]!.invocations.removeAll { ended.contains($0) }
    for invocation in ended { session.effects.append(.cancelInvoke(id: invocation.id)) }
  }
}
