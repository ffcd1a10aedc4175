internal import CEL
internal import CivilTime

extension SnapshotCoder {
  /// Writes a machine as JSON with names instead of indexes.
  func write(_ instance: InstanceSnapshot, machine index: Int, to json: inout JSONStream) {
    let plan = bundle.plans[index]
    json.object { json in
      json.key("incarnation")
      json.value(Int64(instance.incarnation))
      json.key("states")
      write(instance.configuration, of: plan, to: &json)
      json.key("context")
      json.object { json in
        for (field, value) in instance.context.enumerated() where value != plan.machine.context[field].plainInitial {
          json.key(plan.machine.context[field].name)
          json.value(value)
        }
      }
      write(instance.visits, of: plan, to: &json)
      json.key("timerGeneration")
      json.value(instance.timerGeneration)
      json.key("stepSerial")
      json.value(instance.stepSerial)
      writeParts(of: instance, plan, to: &json)
    }
  }

  private func write(_ states: some Sequence<Int>, of plan: MachinePlan, to json: inout JSONStream) {
    json.list { json in
      for state in states { json.value(plan.states[state].path) }
    }
  }

  /// Most states are entered once, and several of them at one instant: the instant, and the states. All others have an
  /// entry of their own.
  private func write(_ visits: [Visit], of plan: MachinePlan, to json: inout JSONStream) {
    var entered: [(at: Instant, states: [Int])] = []
    var others: [Int] = []
    for (state, visit) in visits.enumerated() where visit.count > 0 {
      guard visit.count == 1, let at = visit.first, visit.last == at else {
        others.append(state)
        continue
      }
      if let group = entered.firstIndex(where: { $0.at == at }) {
        entered[group].states.append(state)
      } else {
        entered.append((at, [state]))
      }
    }
    json.key("entered")
    json.list { json in
      for group in entered {
        json.list { json in
          json.value(group.at)
          for state in group.states { json.value(plan.states[state].path) }
        }
      }
    }
    if others.isEmpty { return }
    json.key("visits")
    json.object { json in
      for state in others {
        json.key(plan.states[state].path)
        json.list { json in
          json.value(visits[state].first)
          json.value(visits[state].last)
          json.value(visits[state].count)
        }
      }
    }
  }

  /// Each step writes its machines anew, so they leave out what is empty. Parts that few machines have are written as whole
  /// values.
  private func writeParts(of instance: InstanceSnapshot, _ plan: MachinePlan, to json: inout JSONStream) {
    func path(_ state: Int) -> Value { .string(plan.states[state].path) }
    write(
      [
        ("done", instance.isDone ? true : nil),
        (
          "history",
          Self.list(instance.history) {
            .map(ValueMap([("state", path($0.state)), ("targets", .list($0.targets.map(path)))]))
          }
        ),
      ], to: &json)
    write(instance.timers, of: plan, to: &json)
    if !instance.steps.isEmpty {
      json.key("steps")
      json.list { json in
        for step in instance.steps { write(step, run: instance.incarnation, to: &json) }
      }
    }
    let spent = instance.spentTimers.sorted { $0.key < $1.key }
    let invoker = instance.invoker.map { invoker in
      Value.list([
        .string(bundle.plans[invoker.machine].name), .int(Int64(invoker.incarnation)), .int(Int64(invoker.invocation)),
      ])
    }
    write(
      [
        (
          "spentTimers",
          spent.isEmpty
            ? nil
            : .map(ValueMap(distinct: spent.map { (plan.machine.timers[$0.key].name, .timestamp($0.value)) }))
        ),
        // By position: a step has no name of its own in a machine.
        (
          "stepStarts",
          Self.list(instance.stepStarts.sorted { $0.key < $1.key }) { .list([.int(Int64($0.key)), .int($0.value)]) }
        ),
        ("input", instance.input == .null ? nil : instance.input), ("invoker", invoker),
      ], to: &json)
  }

  /// nil for an empty list, which is left out.
  private static func list<Item>(_ items: [Item], _ encode: (Item) -> Value) -> Value? {
    items.isEmpty ? nil : .list(items.map(encode))
  }

  private func write(_ parts: [(String, Value?)], to json: inout JSONStream) {
    for (name, part) in parts {
      guard let part else { continue }
      json.key(name)
      json.value(part)
    }
  }

  private func write(_ timers: [TimerSnapshot?], of plan: MachinePlan, to json: inout JSONStream) {
    if timers.allSatisfy({ $0 == nil }) { return }
    json.key("timers")
    json.object { json in
      for (timer, snapshot) in timers.enumerated() {
        guard let snapshot else { continue }
        json.key(plan.machine.timers[timer].name)
        json.object { json in
          json.key("due")
          json.value(snapshot.due)
          json.key("armed")
          json.value(snapshot.isArmed)
          json.key("generation")
          json.value(snapshot.generation)
          json.key("fired")
          json.value(snapshot.fired)
          if snapshot.round != 0 {
            json.key("round")
            json.value(snapshot.round)
          }
          if snapshot.isSkipped {
            json.key("skipped")
            json.value(true)
          }
        }
      }
    }
  }

  private func write(_ step: StepSnapshot, run: Int, to json: inout JSONStream) {
    json.object { json in
      json.key("serial")
      json.value(step.serial)
      json.key("definition")
      json.value(Int64(step.definition))
      json.key("id")
      json.value(step.id)
      json.key("key")
      json.value(step.key)
      json.key("amount")
      json.value(step.amount)
      json.key("started")
      json.value(step.startedAt)
      write(
        [
          ("reserved", step.reserved.isEmpty ? nil : encode(step.reserved)),
          ("captured", Self.list(step.captured) { $0 }),
          ("locals", Self.list(step.locals) { $0 }), ("accepted", step.accepted == .null ? nil : step.accepted),
          ("halted", step.isHalted ? true : nil), ("run", step.run == run ? nil : .int(Int64(step.run))),
        ], to: &json)
    }
  }

  /// Decodes a machine that `write` wrote.
  func decodeInstance(_ json: Value, machine index: Int) throws(SnapshotError) -> InstanceSnapshot {
    let machine = bundle.machines[index]
    let reader = SnapshotReader(json)
    var instance = InstanceSnapshot(incarnation: Int(try reader.int("incarnation")), machine: machine)
    instance.isDone = reader["done"].boolValue ?? false
    instance.configuration = StateSet(try states(reader.list("states"), of: machine))
    for (field, definition) in machine.context.enumerated() {
      do {
        instance.context[field] = try definition.type.decode(
          reader["context"][definition.name] ?? definition.plainInitial ?? .null, holdsLimits: false)
      } catch {
        throw SnapshotError("context.\(definition.name): \(error)")
      }
    }
    for entry in reader.list("history") {
      let stored = SnapshotReader(entry)
      instance.history.append(
        StoredHistory(
          state: try state(try stored.string("state"), of: machine),
          targets: try states(stored.list("targets"), of: machine)))
    }
    for group in reader.list("entered") {
      let items = group.listValue ?? []
      let at = try SnapshotReader(.map(ValueMap([("entered", items.first ?? .null)]))).instant("entered")
      for path in items.dropFirst() {
        instance.visits[try state(path.stringValue ?? "", of: machine)] = Visit(first: at, last: at, count: 1)
      }
    }
    for entry in reader["visits"].mapValue?.entries ?? [] {
      let fields = SnapshotReader(
        .map(ValueMap(zip(["first", "last", "count"], entry.value.listValue ?? []).map { ($0, $1) })))
      instance.visits[try state(entry.key.stringValue ?? "", of: machine)] = Visit(
        first: try fields.optionalInstant("first"), last: try fields.optionalInstant("last"),
        count: try fields.int("count"))
    }
    for (timer, definition) in machine.timers.enumerated() {
      guard let entry = reader["timers"][definition.name] else { continue }
      let fields = SnapshotReader(entry)
      instance.timers[timer] = TimerSnapshot(
        due: try fields.instant("due"), isArmed: fields["armed"].boolValue ?? false,
        generation: try fields.int("generation"), fired: try fields.int("fired"),
        round: fields["round"].intValue ?? 0, isSkipped: fields["skipped"].boolValue ?? false)
    }
    if reader["spentTimers"] != .null {
      let spent = SnapshotReader(reader["spentTimers"])
      for (timer, definition) in machine.timers.enumerated() {
        if let due = try spent.optionalInstant(definition.name) { instance.spentTimers[timer] = due }
      }
    }
    for entry in reader.list("stepStarts") {
      guard let pair = entry.listValue, pair.count == 2, let step = pair[0].intValue, let count = pair[1].intValue,
        machine.steps.indices.contains(Int(clamping: step))
      else { throw SnapshotError("'stepStarts' names no step") }
      instance.stepStarts[Int(step)] = count
    }
    instance.timerGeneration = try reader.int("timerGeneration")
    for entry in reader.list("steps") {
      instance.steps.append(try decodeStep(entry, of: machine, run: instance.incarnation))
    }
    instance.stepSerial = try reader.int("stepSerial")
    try decodeStart(reader, of: machine, into: &instance)
    return instance
  }

  /// Decodes the machine's input and its invoker.
  private func decodeStart(
    _ reader: SnapshotReader, of machine: Machine, into instance: inout InstanceSnapshot
  ) throws(SnapshotError) {
    if let type = machine.inputType, reader["input"] != .null {
      do {
        instance.input = try type.decode(reader["input"], holdsLimits: false)
      } catch {
        throw SnapshotError("input: \(error)")
      }
    }
    let invoker = reader.list("invoker")
    if invoker.isEmpty { return }
    guard invoker.count == 3, let index = invoker[0].stringValue.flatMap({ bundle.machineIndex[$0] }),
      let incarnation = invoker[1].intValue, let invocation = invoker[2].intValue,
      bundle.machines[index].invocations.indices.contains(Int(invocation))
    else { throw SnapshotError("'invoker' names no invocation") }
    instance.invoker = Invoker(machine: index, incarnation: Int(incarnation), invocation: Int(invocation))
  }

  private func decodeStep(_ json: Value, of machine: Machine, run: Int) throws(SnapshotError) -> StepSnapshot {
    let reader = SnapshotReader(json)
    let definition = Int(try reader.int("definition"))
    guard machine.steps.indices.contains(definition) else { throw SnapshotError("no step \(definition)") }
    var captured: [Value] = []
    for (field, value) in zip(machine.steps[definition].captures, reader.list("captured")) {
      do {
        captured.append(try bundle.viewFields[field].type.decode(value, holdsLimits: false))
      } catch {
        throw SnapshotError("captured \(bundle.viewFields[field].name): \(error)")
      }
    }
    var locals: [Value] = []
    for (type, value) in zip(machine.steps[definition].locals, reader.list("locals")) {
      do {
        locals.append(try type.decode(value, holdsLimits: false))
      } catch {
        throw SnapshotError("local: \(error)")
      }
    }
    return StepSnapshot(
      run: reader["run"].intValue.map { Int(clamping: $0) } ?? run, serial: try reader.int("serial"),
      definition: definition, id: try reader.string("id"),
      key: try reader.string("key"), amount: try reader.int("amount"), reserved: try postings(json["reserved"]),
      captured: captured, locals: locals, accepted: reader["accepted"], startedAt: try reader.instant("started"),
      isHalted: reader["halted"].boolValue ?? false)
  }

  private func state(_ path: String, of machine: Machine) throws(SnapshotError) -> Int {
    guard let state = machine.states.firstIndex(where: { $0.path == path }) else {
      throw SnapshotError("machine '\(machine.name)' has no state '\(path)'")
    }
    return state
  }

  private func states(_ list: [Value], of machine: Machine) throws(SnapshotError) -> [Int] {
    var result: [Int] = []
    for item in list { result.append(try state(item.stringValue ?? "", of: machine)) }
    return result
  }
}
