internal import CEL
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Starts a new family. A refused request stores nothing.
struct StartFamily: Command {
  let request: StartRequest

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    let seen = Deduplication(context, source: request.source, key: request.key, content: request.content)
    if let reply = try seen.repeated() {
      return again(reply, context.bundles.deployed(request.workflow)?.parties ?? [], context)
    }
    guard let bundle = context.bundles.deployed(request.workflow) else {
      return .rejected(code: "unknown_workflow", message: "no workflow '\(request.workflow)' is deployed")
    }
    guard !PersonalData.hasMarker(request.input) else {
      return .rejected(code: "reserved_name", message: "'\(PersonalData.marker)' is a reserved name")
    }
    var person = ValueMap()
    let input: Value
    do throws(TypeMismatch) {
      let decoded = try bundle.inputType.decode(request.input, limits: bundle.limits.input)
      input = PersonalData.extract(decoded, type: bundle.inputType, path: "", into: &person)
    } catch {
      return .rejected(code: "wrong_input", message: "\(error)")
    }
    if let fault = PersonalData.fault(person) { return .rejected(code: "wrong_input", message: fault) }
    let start = FamilyStart(
      request: request, bundle: bundle, input: input, person: person, seen: seen, context: context)
    switch try start.take() {
    case .success(let reply): return reply
    case .failure(.step(let failure)) where failure.isRefusal:
      return .rejected(code: failure.code, message: failure.message)
    case .failure(let fault): return try refuse(fault, context)
    }
  }

  /// Repeats the reply of the first request. The capabilities are derived again, since they are not stored.
  private func again(_ reply: Reply, _ parties: [String], _ context: TurnContext) -> Reply {
    guard case .duplicate(of: .created(let reference, _)) = reply else { return reply }
    let capabilities = Capabilities(context: context).derive(for: reference, parties)
    return .duplicate(of: .created(reference: reference, capabilities: capabilities))
  }

  /// Refuses a request that the definition or the store cannot take. The caller is told, and an incident is opened
  /// once.
  private func refuse(_ fault: FamilyFault, _ context: TurnContext) throws(StoreError) -> Reply {
    let (code, message) =
      switch fault {
      case .step(let failure): (failure.code, failure.description)
      case .store(let error): ("start-refused", error.message)
      }
    try context.incidents.openOnce(
      code, title: "a \(request.workflow) cannot be started: \(message)", family: nil, reference: "")
    return .rejected(code: code, message: "it cannot be started with this input; an operator has been notified")
  }
}

/// Takes the first step of a family and writes its rows.
struct FamilyStart {
  let request: StartRequest
  let bundle: Bundle
  let input: Value
  let person: ValueMap
  let seen: Deduplication
  let context: TurnContext

  func take() throws(StoreError) -> Result<Reply, FamilyFault> {
    var snapshot: FamilySnapshot
    let stepInput = StepInput(input: .start, now: context.now)
    let change: FamilyChange
    do throws(FamilyFault) {
      snapshot = try pure { () throws(StepFailure) in
        var snapshot = try bundle.initialSnapshot(key: "", input: input, params: params(), now: context.now)
        snapshot.key = try bundle.key(of: snapshot, now: context.now)
        return snapshot
      }
      guard FieldFormat.isReference(snapshot.key) else {
        return .success(
          .rejected(
            code: "wrong_input",
            message: "the reference has to be 1 to 100 letters, digits and -._~:@+=, first a letter or digit"))
      }
      if try stored({ () throws(StoreError) in try context.store.familyID(key: snapshot.key) }) != nil {
        return .success(.keyExists(snapshot.key))
      }
      let refusal = try pure { () throws(StepFailure) in
        try bundle.refusal(of: snapshot, now: context.now, isClaimRefused: false)
      }
      if let code = refusal {
        return .success(.rejected(code: code, message: "the request was refused: \(code)"))
      }
      change = try pure { () throws(StepFailure) in try bundle.initialTransition(snapshot, stepInput) }
      if try ClaimLedger(context: context).firstRefused(of: change.effects, for: nil) != nil {
        let code = try pure { () throws(StepFailure) in
          try bundle.refusal(of: snapshot, now: context.now, isClaimRefused: true)
        }
        return .success(.rejected(code: code ?? "claim_refused", message: "a resource that it needs is taken"))
      }
      for draft in request.records {
        let present = try stored { () throws(StoreError) in try context.store.record(kind: draft.kind, id: draft.id) }
        guard (present?.version ?? 0) + 1 == draft.version else {
          return .success(
            .rejected(
              code: "stale_version",
              message: "\(draft.kind) '\(draft.id)' has version \(present?.version ?? 0); read it again"))
        }
      }
    } catch {
      if case .store(let error) = error, !error.isBlameable { throw error }
      return .failure(error)
    }
    context.output.steps += 1
    // No family has the id 0, so a failure drops nothing from the cache.
    return try context.attempt(FamilyID(rawValue: 0)) { () throws(FamilyFault) in
      try write(change, snapshot, stepInput)
    }
  }

  private func write(
    _ change: FamilyChange, _ snapshot: FamilySnapshot, _ stepInput: StepInput
  ) throws(FamilyFault) -> Reply {
    let family = try stored { () throws(StoreError) in try insert(snapshot) }
    let label = StepLabel(kind: .start, name: request.workflow, actor: request.actor)
    try FamilyWriter(context: context, family: family).write(change, stepInput, label)
    return try stored { () throws(StoreError) in
      let capabilities = Capabilities(context: context).derive(for: snapshot.key, bundle.parties)
      try Capabilities(context: context).keep(capabilities, of: family.id)
      let reply = Reply.created(reference: snapshot.key, capabilities: capabilities)
      let inbox = try context.store.insertInbox(
        InboxRecord(
          id: InboxID(rawValue: 0), source: request.source, key: request.key, name: "start", role: "site",
          family: family.id, status: .consumed, body: [], receivedAt: context.stored(context.now), signedAt: nil,
          nextAt: nil, cursor: nil, tries: 0))
      try seen.remember(inbox, reply)
      try context.store.setOrigin(request.source, of: family.id)
      try RecordWriter(context: context).put(request.records, actor: request.actor, reason: "start of \(snapshot.key)")
      context.families.keep(family)
      return reply
    }
  }

  private func insert(_ snapshot: FamilySnapshot) throws(StoreError) -> LoadedFamily {
    let now = context.stored(context.now)
    var record = FamilyRecord(
      id: FamilyID(rawValue: 0), key: snapshot.key, workflow: bundle.root.name, bundle: bundle.hash, version: 1,
      status: .running, start: JSON.encodeCanonical(bundle.encodeStart(of: snapshot)),
      body: JSON.encode(bundle.encode(snapshot)), createdAt: now, updatedAt: now)
    record.id = try context.store.insertFamily(record)
    if person.count > 0 { try context.store.putPerson(of: record.id, data: JSON.encode(.map(person))) }
    let family = LoadedFamily(bundle: bundle, record: record, snapshot: snapshot)
    family.lastHash = HistoryChain.beginning(of: record.start, digest: context.options.digest)
    return family
  }

  /// The parameters of a new family: the workflow's defaults, overridden by the configuration.
  private func params() throws(StepFailure) -> [Value] {
    var values: [Value] = []
    for parameter in bundle.params {
      guard let given = context.options.params[parameter.name] else {
        values.append(parameter.value)
        continue
      }
      do throws(TypeMismatch) {
        values.append(try parameter.type.decode(given))
      } catch {
        throw StepFailure(
          code: "wrong-parameter", message: "params.\(parameter.name) in the configuration: \(error)",
          machine: bundle.root.name, line: 0)
      }
    }
    return values
  }
}
