internal import CEL
internal import CivilTime

extension SnapshotCoder {
  /// Encodes a machine as JSON with names instead of indexes.
  func encode(_ instance: InstanceSnapshot, machine index: Int) -> Value {
    let machine = bundle.machines[index]
    var context: [(String, Value)] = []
    for (field, definition) in machine.context.enumerated() where instance.context[field] != definition.plainInitial {
      context.append((definition.name, instance.context[field]))
    }
    func paths(_ states: some Sequence<Int>) -> Value { .list(states.map { .string(machine.states[$0].path) }) }
    var visits = ValueMap()
    // Most states are entered once, and several of them at one instant: the instant, and the states.
    var entered: [(at: Instant, states: [Value])] = []
    for (state, visit) in instance.visits.enumerated() where visit.count > 0 {
      let path = machine.states[state].path
      if visit.count == 1, let at = visit.first, visit.last == at {
        if let group = entered.firstIndex(where: { $0.at == at }) {
          entered[group].states.append(.string(path))
        } else {
          entered.append((at, [.string(path)]))
        }
        continue
      }
      visits[path] = .list([
        visit.first.map { .timestamp($0) } ?? .null, visit.last.map { .timestamp($0) } ?? .null, .int(visit.count),
      ])
    }
    var timers = ValueMap()
    for (timer, snapshot) in instance.timers.enumerated() {
      guard let snapshot else { continue }
      var entry = ValueMap([
        ("due", .timestamp(snapshot.due)), ("armed", .bool(snapshot.isArmed)),
        ("generation", .int(snapshot.generation)), ("fired", .int(snapshot.fired)),
      ])
      if snapshot.round != 0 { entry["round"] = .int(snapshot.round) }
      if snapshot.isSkipped { entry["skipped"] = true }
      timers[machine.timers[timer].name] = .map(entry)
    }
    var coded = ValueMap(distinct: [
      ("incarnation", .int(Int64(instance.incarnation))), ("states", paths(instance.configuration)),
      ("context", .map(ValueMap(distinct: context))),
      ("entered", .list(entered.map { .list([.timestamp($0.at)] + $0.states) })),
      ("timerGeneration", .int(instance.timerGeneration)), ("stepSerial", .int(instance.stepSerial)),
    ])
    // Each step writes its machines anew, so they leave out what is empty.
    if instance.isDone { coded["done"] = true }
    if !instance.history.isEmpty {
      coded["history"] = .list(
        instance.history.map {
          .map(ValueMap([("state", .string(machine.states[$0.state].path)), ("targets", paths($0.targets))]))
        })
    }
    if visits.count > 0 { coded["visits"] = .map(visits) }
    if timers.count > 0 { coded["timers"] = .map(timers) }
    if !instance.steps.isEmpty { coded["steps"] = .list(instance.steps.map { encode($0, run: instance.incarnation) }) }
    if !instance.spentTimers.isEmpty {
      coded["spentTimers"] = .map(
        ValueMap(instance.spentTimers.keys.sorted().map { (machine.timers[$0].name, spent(instance, $0)) }))
    }
    // By position: a step has no name of its own in a machine.
    if !instance.stepStarts.isEmpty {
      coded["stepStarts"] = .list(
        instance.stepStarts.sorted { $0.key < $1.key }.map { .list([.int(Int64($0.key)), .int($0.value)]) })
    }
    if instance.input != .null { coded["input"] = instance.input }
    if let invoker = instance.invoker {
      coded["invoker"] = .list([
        .string(bundle.machines[invoker.machine].name), .int(Int64(invoker.incarnation)),
        .int(Int64(invoker.invocation)),
      ])
    }
    return .map(coded)
  }

  private func spent(_ instance: InstanceSnapshot, _ timer: Int) -> Value {
    instance.spentTimers[timer].map { .timestamp($0) } ?? .null
  }

  private func encode(_ step: StepSnapshot, run: Int) -> Value {
    var coded = ValueMap(distinct: [
      ("serial", .int(step.serial)), ("definition", .int(Int64(step.definition))), ("id", .string(step.id)),
      ("key", .string(step.key)), ("amount", .int(step.amount)), ("started", .timestamp(step.startedAt)),
    ])
    if !step.reserved.isEmpty { coded["reserved"] = encode(step.reserved) }
    if !step.captured.isEmpty { coded["captured"] = .list(step.captured) }
    if !step.locals.isEmpty { coded["locals"] = .list(step.locals) }
    if step.accepted != .null { coded["accepted"] = step.accepted }
    if step.isHalted { coded["halted"] = true }
    if step.run != run { coded["run"] = .int(Int64(step.run)) }
    return .map(coded)
  }

  /// Decodes a machine that `encode` wrote.
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
