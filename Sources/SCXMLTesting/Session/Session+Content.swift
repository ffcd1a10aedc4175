internal import CEL
internal import Statecharts

// Executable content and values of a session.
extension Session {
  /// Executes a block of executable content (SCXML 4.9). An error ends the block and is raised as an event.
  mutating func execute(block: SessionBlock, _ interpreter: inout Interpreter<Self>) {
    do {
      try execute(block, &interpreter)
    } catch {
      raise(error, &interpreter)
    }
  }

  func raise(_ error: SessionError, _ interpreter: inout Interpreter<Self>) {
    interpreter.raise(SessionEvent(error.event, .platform, data: error.data, sendID: error.sendID))
  }

  private mutating func execute(
    _ block: SessionBlock, _ interpreter: inout Interpreter<Self>
  ) throws(SessionError) {
    for statement in block { try execute(statement.action, statement.place, &interpreter) }
  }

  private mutating func execute(
    _ action: SessionAction, _ place: ContentPlace, _ interpreter: inout Interpreter<Self>
  ) throws(SessionError) {
    switch action {
    case .raise(let event):
      interpreter.raise(SessionEvent(event, .internal))
    case .conditional(let condition, let then, let otherwise):
      try execute(isTrue(condition, place, &interpreter) ? then : otherwise, &interpreter)
    case .forEach(let list, let item, let index, let body):
      try forEach(list, item, index, body, place, &interpreter)
    case .log(let label, let value):
      let text = Interpolation.display(try evaluate(value, place, interpreter))
      effects.append(.log(label.isEmpty ? text : "\(label): \(text)"))
    case .assign(let location, let value):
      try assign(try evaluate(value, place, interpreter), to: location, place)
    case .script(let body):
      do {
        try execute(body, &interpreter)
      } catch {
        var error = error
        error.place = place
        throw error
      }
    case .evaluate(let program):
      _ = try evaluate(.program(program), place, interpreter)
    case .send(let definition):
      try send(definition, place, &interpreter)
    case .cancel(let id):
      effects.append(.cancel(sendID: Interpolation.display(try evaluate(id, place, interpreter))))
    }
  }

  /// Evaluates a condition. If it fails, it counts as false, and the error is raised as an event (SCXML 5.9.1).
  func isTrue(_ condition: Program, _ place: ContentPlace, _ interpreter: inout Interpreter<Self>) -> Bool {
    do {
      return try condition.evaluateBool(scope(interpreter))
    } catch {
      raise(SessionError(place: place, reason: "\(error.code): \(error.message)"), &interpreter)
      return false
    }
  }

  /// Iterates over a copy of the list (SCXML 4.6). Variables that do not exist are declared.
  private mutating func forEach(
    _ list: Program, _ item: DataLocation, _ index: DataLocation?, _ body: SessionBlock, _ place: ContentPlace,
    _ interpreter: inout Interpreter<Self>
  ) throws(SessionError) {
    let value = try evaluate(.program(list), place, interpreter)
    guard let items = value.listValue else {
      throw SessionError(place: place, reason: "foreach needs a list, this is \(value.typeName)")
    }
    try declare(item, place)
    if let index { try declare(index, place) }
    for (position, element) in items.enumerated() {
      try assign(element, to: item, place)
      if let index { try assign(.int(Int64(position)), to: index, place) }
      try execute(body, &interpreter)
    }
  }

  private mutating func declare(_ location: DataLocation, _ place: ContentPlace) throws(SessionError) {
    if location.read(.map(data)) != nil { return }
    guard let name = location.variable else {
      throw SessionError(place: place, reason: "'\(location.source)' cannot be a variable")
    }
    data[name] = .null
  }

  mutating func assign(_ value: Value, to location: DataLocation, _ place: ContentPlace) throws(SessionError) {
    guard case .map(let changed)? = location.assigning(value, in: .map(data)) else {
      throw SessionError(place: place, reason: "'\(location.source)' is no location that can be assigned")
    }
    data = changed
  }

  // MARK: Values

  private func scope(_ interpreter: Interpreter<Self>) -> SessionScope {
    SessionScope(
      data: data, event: interpreter.event, id: id, chart: chart, configuration: self[machine: 0].configuration)
  }

  func evaluate(
    _ expression: DataExpression, _ place: ContentPlace, _ interpreter: Interpreter<Self>
  ) throws(SessionError) -> Value {
    do {
      return try expression.evaluate(scope(interpreter))
    } catch {
      throw SessionError(place: place, reason: "\(error.code): \(error.message)")
    }
  }

  /// Evaluates an argument as text; nil if there is none or it is null.
  func text(
    _ expression: DataExpression?, _ place: ContentPlace, _ interpreter: Interpreter<Self>
  ) throws(SessionError) -> String? {
    guard let expression else { return nil }
    let value = try evaluate(expression, place, interpreter)
    return value.isNull ? nil : Interpolation.display(value)
  }

  private func value(
    of source: Payload.Source, _ place: ContentPlace, _ interpreter: Interpreter<Self>
  ) throws(SessionError) -> Value {
    switch source {
    case .value(let expression): return try evaluate(expression, place, interpreter)
    case .location(let location):
      guard let value = location.read(.map(data)) else {
        throw SessionError(place: place, reason: "there is no '\(location.source)'")
      }
      return value
    }
  }

  /// Evaluates a message's parameters. Any error discards the message (SCXML 6.2.4).
  func parameters(of payload: Payload, _ interpreter: Interpreter<Self>) throws(SessionError) -> ValueMap {
    var data = ValueMap()
    for parameter in payload.parameters {
      data[parameter.name] = try value(of: parameter.source, payload.place, interpreter)
    }
    return data
  }

  /// Evaluates the data of a final state (SCXML 5.5). A parameter that fails is left out, and its error is raised as an
  /// event.
  func doneData(of state: Int, _ interpreter: inout Interpreter<Self>) -> Value {
    guard let payload = chart.content.doneData[state] else { return .null }
    do {
      if let content = payload.content { return try evaluate(content, payload.place, interpreter) }
    } catch {
      raise(error, &interpreter)
      return .null
    }
    var data = ValueMap()
    for parameter in payload.parameters {
      do {
        data[parameter.name] = try value(of: parameter.source, payload.place, interpreter)
      } catch {
        raise(error, &interpreter)
      }
    }
    return data.isEmpty ? .null : .map(data)
  }
}
