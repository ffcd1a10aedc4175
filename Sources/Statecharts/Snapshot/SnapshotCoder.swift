internal import CEL
internal import CivilTime

/// Encodes snapshots as JSON with names instead of indexes, and decodes them.
struct SnapshotCoder {
  let bundle: Bundle

  /// Encodes the part of a family that never changes after its start.
  func start(of family: FamilySnapshot) -> ValueMap {
    let params = bundle.params.indices.map { (bundle.params[$0].name, family.params[$0]) }
    return ValueMap(distinct: [
      ("key", .string(family.key)), ("created", .timestamp(family.createdAt)), ("input", family.input),
      ("params", .map(ValueMap(distinct: params))), ("currency", .string(family.currency)),
    ])
  }

  /// Encodes the part of a family that a step may change.
  func variables(of family: FamilySnapshot) -> ValueMap {
    var balances = ValueMap()
    for (index, account) in bundle.accounts.enumerated() where family.balances[index] != 0 {
      balances[account.name] = .int(family.balances[index])
    }
    var map = ValueMap([("balances", .map(balances))])
    for (name, list) in [
      ("postings", family.postings.map(encode)), ("deferred", family.deferred.map(encode)),
      ("claims", family.claims.map(encode)),
    ] where !list.isEmpty {
      map[name] = .list(list)
    }
    if let rush = family.rush {
      var counted = ValueMap([("since", .timestamp(rush.since)), ("steps", .int(Int64(rush.steps)))])
      if rush.payments > 0 { counted["payments"] = .int(Int64(rush.payments)) }
      map["rush"] = .map(counted)
    }
    return map
  }

  private func encode(_ posting: NamedPosting) -> Value {
    .map(ValueMap([("id", .string(posting.id)), ("parts", encode(posting.parts))]))
  }

  private func encode(_ deferred: DeferredEvent) -> Value {
    .map(
      ValueMap([
        ("machine", .string(bundle.machines[deferred.machine].name)), ("event", deferred.event.value),
        ("since", .timestamp(deferred.since)),
      ]))
  }

  private func encode(_ claim: HeldClaim) -> Value {
    var map = ValueMap([
      ("claim", .string(bundle.claims[claim.claim].name)), ("resource", .string(claim.resource)),
      ("from", claim.from.map { .timestamp($0) } ?? .null), ("to", claim.to.map { .timestamp($0) } ?? .null),
      ("limit", .int(claim.limit)), ("amount", .int(claim.amount)),
    ])
    if let except = claim.except { map["except"] = .string(except) }
    return .map(map)
  }

  /// Decodes a family that `start` and `variables` wrote, without its machines.
  func decodeFamily(start: Value, body: Value) throws(SnapshotError) -> FamilySnapshot {
    let constants = SnapshotReader(start)
    let reader = SnapshotReader(body)
    let input: Value
    do {
      input = try bundle.inputType.decode(constants["input"], holdsLimits: false)
    } catch {
      throw SnapshotError("input: \(error)")
    }
    var family = FamilySnapshot(
      key: try constants.string("key"), createdAt: try constants.instant("created"), input: input, params: [],
      currency: try constants.string("currency"), accounts: bundle.accounts.count, machines: bundle.machines.count)
    for parameter in bundle.params {
      do {
        family.params.append(
          try parameter.type.decode(constants["params"][parameter.name] ?? .null, holdsLimits: false))
      } catch {
        throw SnapshotError("params.\(parameter.name): \(error)")
      }
    }
    for (index, account) in bundle.accounts.enumerated() {
      family.balances[index] = reader["balances"][account.name]?.intValue ?? 0
    }
    for posting in reader.list("postings") {
      family.postings.append(NamedPosting(id: posting["id"]?.stringValue ?? "", parts: try postings(posting["parts"])))
    }
    for entry in reader.list("deferred") { family.deferred.append(try decodeDeferred(entry)) }
    for entry in reader.list("claims") {
      let claim = SnapshotReader(entry)
      let name = try claim.string("claim")
      guard let index = bundle.claims.firstIndex(where: { $0.name == name }) else {
        throw SnapshotError("no claim '\(name)'")
      }
      family.claims.append(
        HeldClaim(
          claim: index, resource: try claim.string("resource"), from: try claim.optionalInstant("from"),
          to: try claim.optionalInstant("to"), limit: claim["limit"].intValue ?? 1,
          amount: claim["amount"].intValue ?? 1, except: claim["except"].stringValue))
    }
    if reader["rush"] != .null {
      let rush = SnapshotReader(reader["rush"])
      family.rush = Rush(
        since: try rush.instant("since"), steps: Int(clamping: try rush.int("steps")),
        payments: Int(clamping: rush["payments"].intValue ?? 0))
    }
    return family
  }

  private func decodeDeferred(_ json: Value) throws(SnapshotError) -> DeferredEvent {
    let reader = SnapshotReader(json)
    let name = try reader.string("machine")
    guard let machine = bundle.machineIndex[name] else { throw SnapshotError("no machine '\(name)'") }
    return DeferredEvent(
      machine: machine, event: try event(reader["event"], machine: machine), since: try reader.instant("since"))
  }

  /// Decodes an event, with its payload typed as the machine declares it.
  func event(_ json: Value, machine: Int) throws(SnapshotError) -> Event {
    let reader = SnapshotReader(json)
    let name = try reader.string("name")
    let index = bundle.machines[machine].eventIndex[name]
    let declared = index.flatMap { bundle.machines[machine].payload(of: $0) }
    do {
      return Event(
        name: name, role: try reader.string("role"),
        data: try (declared ?? .dyn).decode(reader["data"], holdsLimits: false),
        amount: reader["amount"].intValue ?? 0, fired: reader["fired"].intValue ?? 0,
        locals: try locals(reader.list("locals"), of: index, machine))
    } catch let error as TypeMismatch {
      throw SnapshotError("event \(name): \(error)")
    } catch let error as SnapshotError {
      throw error
    } catch {
      throw SnapshotError("event \(name)")
    }
  }

  /// Types the parameters that a step's result carries as the step's definition declares them.
  private func locals(_ values: [Value], of event: Int?, _ machine: Int) throws -> [Value] {
    let step = bundle.machines[machine].steps.first { step in
      [step.accepted, step.done, step.error, step.stopped].contains { $0 == event }
    }
    guard let step, step.locals.count == values.count else { return values }
    return try zip(step.locals, values).map { try $0.decode($1, holdsLimits: false) }
  }
}
