internal import CEL

extension FamilyRun {
  /// A block of executable content (SCXML 4.9): an error ends the block, becomes an event, and goes no further.
  func execute(block: [SessionStatement], _ scope: Scope) {
    do {
      try execute(block, scope)
    } catch {
      raise(error)
    }
  }

  /// To the internal queue.
  func raise(_ name: String, _ data: Value, role: String = SessionRole.internal, sendID: String? = nil) {
    let sender = sendID.map { EventSender(sendID: $0) }
    raise(Event(name: name, role: role, data: data, sender: sender), name: 0)
  }

  func raise(_ error: SessionError) {
    raise(error.event, error.data, role: SessionRole.platform, sendID: error.sendID)
  }

  /// SCXML 5.9.1: a condition that fails counts as false and is told.
  func raise(_ failure: StepFailure, inGuardOf transition: Int) {
    let place = ContentPlace(element: "transition", line: bundle.machines[0].transitions[transition].line, column: 1)
    raise(SessionError(place: place, reason: failure.message))
  }

  private func execute(_ statements: [SessionStatement], _ scope: Scope) throws(SessionError) {
    for statement in statements { try execute(statement.action, statement.place, scope) }
  }

  private func execute(_ action: SessionAction, _ place: ContentPlace, _ scope: Scope) throws(SessionError) {
    switch action {
    case .raise(let event):
      raise(event, .null)
    case .conditional(let condition, let then, let otherwise):
      try execute(holds(condition, place, scope) ? then : otherwise, scope)
    case .forEach(let list, let item, let index, let body):
      try forEach(list, item, index, body, place, scope)
    case .log(let label, let value):
      let text = Interpolation.display(try evaluated(value, scope, place))
      trace.append(.note(machine: 0, text: label.isEmpty ? text : "\(label): \(text)"))
    case .assign(let location, let value):
      try assign(try evaluated(value, scope, place), to: location, place)
    case .script(let body):
      do {
        try execute(body, scope)
      } catch {
        var error = error
        error.place = place
        throw error
      }
    case .evaluate(let program):
      _ = try evaluating(place) { () throws(EvaluationError) in try program.evaluate(scope) }
    case .send(let definition):
      try send(definition, scope, place)
    case .cancel(let id):
      session?.effects.append(.cancel(sendID: Interpolation.display(try evaluated(id, scope, place))))
    }
  }

  private func holds(_ condition: Program, _ place: ContentPlace, _ scope: Scope) -> Bool {
    do {
      return try condition.evaluateBool(scope)
    } catch {
      raise(SessionError(place: place, reason: "\(error.code): \(error.message)"))
      return false
    }
  }

  /// SCXML 4.6: over a copy of the list; variables that do not exist are declared.
  private func forEach(
    _ list: Program, _ item: DataLocation, _ index: DataLocation?, _ body: [SessionStatement], _ place: ContentPlace,
    _ scope: Scope
  ) throws(SessionError) {
    let value = try evaluating(place) { () throws(EvaluationError) in try list.evaluate(scope) }
    guard let items = value.listValue else {
      throw SessionError(place: place, reason: "foreach needs a list, this is \(value.typeName)")
    }
    try declare(item, place)
    if let index { try declare(index, place) }
    for (position, element) in items.enumerated() {
      try assign(element, to: item, place)
      if let index { try assign(.int(Int64(position)), to: index, place) }
      try execute(body, scope)
    }
  }

  private func declare(_ location: DataLocation, _ place: ContentPlace) throws(SessionError) {
    guard case .map(var data) = sessionData, location.read(sessionData) == nil else { return }
    guard let name = location.variable else {
      throw SessionError(place: place, reason: "'\(location.source)' cannot be a variable")
    }
    data[name] = .null
    sessionData = .map(data)
  }

  func assign(_ value: Value, to location: DataLocation, _ place: ContentPlace) throws(SessionError) {
    guard let changed = location.assigning(value, in: sessionData) else {
      throw SessionError(place: place, reason: "'\(location.source)' is no location that can be assigned")
    }
    sessionData = changed
  }

  // MARK: Values

  func evaluated(_ expression: DataExpression, state: Int, place: ContentPlace) throws(SessionError) -> Value {
    try withScope(0, event: session?.event, state: state) { (scope) throws(SessionError) in
      try evaluated(expression, scope, place)
    }
  }

  func evaluated(
    _ expression: DataExpression, _ scope: Scope, _ place: ContentPlace
  ) throws(SessionError) -> Value {
    try evaluating(place) { () throws(EvaluationError) in try expression.evaluate(scope) }
  }

  private func evaluating(
    _ place: ContentPlace, _ body: () throws(EvaluationError) -> Value
  ) throws(SessionError) -> Value {
    do {
      return try body()
    } catch {
      throw SessionError(place: place, reason: "\(error.code): \(error.message)")
    }
  }

  func value(of source: Payload.Source, state: Int, place: ContentPlace) throws(SessionError) -> Value {
    switch source {
    case .value(let expression): return try evaluated(expression, state: state, place: place)
    case .location(let location):
      guard let value = location.read(sessionData) else {
        throw SessionError(place: place, reason: "there is no '\(location.source)'")
      }
      return value
    }
  }

  /// A message's data. Any error discards the message (SCXML 6.2.4).
  func data(of payload: Payload, state: Int) throws(SessionError) -> ValueMap {
    var data = ValueMap()
    for parameter in payload.parameters {
      data[parameter.name] = try value(of: parameter.source, state: state, place: payload.place)
    }
    return data
  }
}
