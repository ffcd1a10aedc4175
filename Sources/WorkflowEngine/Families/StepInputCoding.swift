internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// Encodes the input of a step for the history, completely enough to take the step again.
enum StepInputCoding {
  /// - Parameter at: the time of the row that holds the input; a time that is no other is left out. nil for no row.
  static func encode(_ input: StepInput, at: StoredInstant? = nil, bundle: Bundle) -> Value {
    var map = ValueMap()
    func name(_ step: StepName) -> Value {
      .list([.string(bundle.machines[step.machine].name), .int(Int64(step.incarnation)), .int(step.serial)])
    }
    switch input.input {
    case .start:
      map["start"] = .bool(true)
    case .event(let event):
      map["event"] = event.value
    case .timer(let machine, let timer, let generation):
      map["timer"] = .list([
        .string(bundle.machines[machine].name), .string(bundle.machines[machine].timers[timer].name), .int(generation),
      ])
    case .dropTimer(let machine, let timer, let generation):
      map["dropTimer"] = .list([
        .string(bundle.machines[machine].name), .string(bundle.machines[machine].timers[timer].name), .int(generation),
      ])
    case .outcome(let step, let result):
      map["outcome"] = name(step)
      switch result {
      case .accepted(let data): map["accepted"] = data
      case .done(let data): map["done"] = data
      case .failed(let code, let message):
        map["failed"] = .map(ValueMap([("code", .string(code)), ("message", .string(message))]))
      case .stopped: map["stopped"] = .bool(true)
      }
    case .wake:
      map["wake"] = .bool(true)
    }
    if at.flatMap({ Instant(microseconds: $0) }) != input.now { map["now"] = .timestamp(input.now) }
    if !input.inFlight.isEmpty { map["inFlight"] = .list(input.inFlight.map(name)) }
    if input.isRefused { map["refused"] = .bool(true) }
    return .map(map)
  }

  /// - Parameter at: the time of the row that holds the input; nil for no row.
  static func decode(_ json: Value, at: StoredInstant? = nil, bundle: Bundle) throws(EngineError) -> StepInput {
    func step(_ value: Value) throws(EngineError) -> StepName {
      guard let machine = value[0]?.stringValue.flatMap({ bundle.machineIndex[$0] }),
        let incarnation = value[1]?.intValue, let serial = value[2]?.intValue
      else { throw EngineError(code: "history-unreadable", message: "a step's name is not readable") }
      return StepName(machine: machine, incarnation: Int(incarnation), serial: serial)
    }
    func timer(_ value: Value) throws(EngineError) -> (Int, Int, Int64) {
      guard let machine = value[0]?.stringValue.flatMap({ bundle.machineIndex[$0] }),
        let timer = bundle.machines[machine].timers.firstIndex(where: { $0.name == value[1]?.stringValue }),
        let generation = value[2]?.intValue
      else { throw EngineError(code: "history-unreadable", message: "a timer's name is not readable") }
      return (machine, timer, generation)
    }
    let stated: Instant? =
      if let text = json["now"] {
        text.stringValue.flatMap { try? Instant.parse($0) }
      } else {
        at.flatMap { Instant(microseconds: $0) }
      }
    guard let now = stated else {
      throw EngineError(code: "history-unreadable", message: "a stimulus has no time")
    }
    var input = StepInput(input: .wake, now: now)
    input.isRefused = json["refused"]?.boolValue ?? false
    for entry in json["inFlight"]?.listValue ?? [] { input.inFlight.append(try step(entry)) }
    if json["start"] != nil {
      input.input = .start
    } else if let event = json["event"] {
      input.input = .event(try decodeEvent(event, bundle: bundle))
    } else if let value = json["timer"] {
      let (machine, index, generation) = try timer(value)
      input.input = .timer(machine: machine, timer: index, generation: generation)
    } else if let value = json["dropTimer"] {
      let (machine, index, generation) = try timer(value)
      input.input = .dropTimer(machine: machine, timer: index, generation: generation)
    } else if let value = json["outcome"] {
      input.input = .outcome(try step(value), try result(json))
    } else if json["wake"] == nil {
      throw EngineError(code: "history-unreadable", message: "a stimulus is of no known kind")
    }
    return input
  }

  private static func result(_ json: Value) throws(EngineError) -> StepResult {
    if let data = json["accepted"] { return .accepted(data) }
    if let data = json["done"] { return .done(data) }
    if let failed = json["failed"] {
      return .failed(code: failed["code"]?.stringValue ?? "", message: failed["message"]?.stringValue ?? "")
    }
    guard json["stopped"] == .bool(true) else {
      throw EngineError(code: "history-unreadable", message: "an outcome is of no known kind")
    }
    return .stopped
  }

  /// Types an event that was read from JSON by the family's definitions. Returns nil if none declares it with these
  /// data.
  static func typed(_ event: Event, bundle: Bundle) -> Event? {
    do {
      return try decodeEvent(event.value, bundle: bundle)
    } catch {
      return nil
    }
  }

  /// Types the event by the first machine that declares it; all machines of a family declare an event alike.
  private static func decodeEvent(_ json: Value, bundle: Bundle) throws(EngineError) -> Event {
    let name = json["name"]?.stringValue ?? ""
    for (index, machine) in bundle.machines.enumerated() {
      guard let event = machine.eventIndex[name], machine.declarations[event] != nil else { continue }
      do {
        return try bundle.event(json, machine: index)
      } catch {
        throw EngineError(code: "history-unreadable", message: "\(error)")
      }
    }
    throw EngineError(code: "history-unreadable", message: "event '\(name)' is not declared")
  }
}
