internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Statecharts
internal import Storage

extension Engine {
  /// A request for a new family. What is refused stores nothing but the fact that it was asked.
  func give(birth request: StartRequest) throws(StoreError) -> Reply {
    let keyHash = head(request.key)
    let bodyHash = head(request.content)
    if let seen = try store.seen(source: request.source, keyHash: keyHash) {
      guard seen.bodyHash == bodyHash else { return try conflict(source: request.source, key: request.key) }
      return duplicateBirth(seen)
    }
    guard let bundle = bundles.deployed(request.workflow) else {
      return .rejected(code: "unknown_workflow", message: "no workflow '\(request.workflow)' is deployed")
    }
    guard !PersonalData.hasMarker(request.input) else {
      return .rejected(code: "reserved_name", message: "'\(PersonalData.marker)' is a reserved name")
    }
    var person = ValueMap()
    let input: Value
    do {
      let apart = PersonalData.extract(request.input, type: bundle.inputType, path: "", into: &person)
      input = try bundle.inputType.decode(apart)
    } catch {
      return .rejected(code: "wrong_input", message: "\(error)")
    }
    if let fault = PersonalData.fault(person) { return .rejected(code: "wrong_input", message: fault) }
    do {
      return try born(request, bundle, input, person, keyHash, bodyHash)
    } catch let failure as StepFailure {
      try open(
        incident: failure.code, title: "a \(request.workflow) cannot be started: \(failure)", family: nil, reference: ""
      )
      return .rejected(code: failure.code, message: failure.message)
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(.misuse, "\(error)")
    }
  }

  private func born(
    _ request: StartRequest, _ bundle: Bundle, _ input: Value, _ person: ValueMap, _ keyHash: [UInt8],
    _ bodyHash: [UInt8]
  ) throws -> Reply {
    var snapshot = try bundle.newborn(key: "", input: input, params: params(bundle), now: now)
    snapshot.key = try bundle.key(of: snapshot, now: now)
    if try store.family(key: snapshot.key) != nil { return .keyExists(snapshot.key) }
    if let code = try bundle.refusal(of: snapshot, now: now, isClaimRefused: false) {
      return .rejected(code: code, message: "the request was refused: \(code)")
    }
    let stepInput = StepInput(stimulus: .start, now: now)
    let change = try bundle.initialTransition(snapshot, stepInput)
    if try isRefused(change.effects, nil) {
      let code = try bundle.refusal(of: snapshot, now: now, isClaimRefused: true) ?? "claim_refused"
      return .rejected(code: code, message: "what it needs is taken")
    }
    turn.steps += 1
    var record = FamilyRecord(
      id: FamilyID(rawValue: 0), key: snapshot.key, workflow: bundle.root.name, bundle: bundle.hash, version: 1,
      status: .running, body: json(bundle.encode(snapshot)), createdAt: stored(now), updatedAt: stored(now))
    record.id = try store.insertFamily(record)
    if person.count > 0 { try store.putPerson(of: record.id, data: json(.map(person))) }
    let family = LoadedFamily(bundle: bundle, record: record, snapshot: snapshot)
    families[record.id] = family
    tick += 1
    recency[record.id] = tick
    var capabilities: [Reply.Capability] = []
    for role in options.parties {
      let secret = options.capability(snapshot.key, role)
      try store.insertCapability(
        CapabilityRecord(hash: options.digest(Array(secret.utf8)), family: record.id, role: role))
      capabilities.append(Reply.Capability(role: role, secret: secret))
    }
    try write(family, stepInput, change, StepLabel(kind: "start", name: request.workflow, actor: request.actor))
    let answer = Reply.created(reference: snapshot.key, capabilities: capabilities)
    let inbox = try store.insertInbox(
      InboxRecord(
        id: InboxID(rawValue: 0), source: request.source, key: request.key, name: "start", role: "site",
        family: record.id, status: .consumed, body: [], receivedAt: stored(now), signedAt: nil, nextAt: nil, tries: 0))
    try store.insertSeen(
      SeenRecord(
        source: request.source, keyHash: keyHash, bodyHash: bodyHash, inbox: inbox, at: stored(now),
        verdict: json(answer.value)))
    return answer
  }

  /// The same answer again; the capabilities are derived, not kept.
  private func duplicateBirth(_ seen: SeenRecord) -> Reply {
    guard let reference = parse(seen.verdict)["reference"]?.stringValue else { return duplicate(seen) }
    let capabilities = options.parties.map { Reply.Capability(role: $0, secret: options.capability(reference, $0)) }
    return .duplicate(of: .created(reference: reference, capabilities: capabilities))
  }

  /// The parameters of a new family: the workflow's defaults, overridden by configuration.
  private func params(_ bundle: Bundle) throws(StepFailure) -> [Value] {
    var values: [Value] = []
    for parameter in bundle.params {
      guard let given = options.params[parameter.name] else {
        values.append(parameter.value)
        continue
      }
      do {
        values.append(try parameter.type.decode(given))
      } catch {
        throw StepFailure(
          code: "wrong-parameter", message: "params.\(parameter.name) in the configuration: \(error)",
          machine: bundle.root.name, line: 0)
      }
    }
    return values
  }

  func head(_ text: String) -> [UInt8] { head(Array(text.utf8)) }

  /// 16 bytes of SHA-256.
  func head(_ bytes: [UInt8]) -> [UInt8] { Array(options.digest(bytes).prefix(16)) }

  /// The same key with another body: nothing is stored, a person looks at it.
  func conflict(source: String, key: String) throws(StoreError) -> Reply {
    try open(
      incident: "key-conflict", title: "\(source) sent the key '\(key)' again with another body", family: nil,
      reference: "")
    return .conflict("the key was used with another body")
  }
}
