internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Statecharts
internal import Storage

extension Engine {
  /// An event from outside: recognised if it was seen, brought to its families, consumed in the same commit (the fused path).
  func receive(_ event: InboundEvent) throws(StoreError) -> Reply {
    let keyHash = head(event.key)
    let bodyHash = head(event.content)
    if let seen = try store.seen(source: event.source, keyHash: keyHash) {
      guard seen.bodyHash == bodyHash else { return try conflict(source: event.source, key: event.key) }
      return duplicate(seen)
    }
    if let reference = event.reference { return try receive(addressed: event, reference, keyHash, bodyHash) }
    return try receive(correlated: event, keyHash, bodyHash)
  }

  private func receive(
    addressed event: InboundEvent, _ reference: String, _ keyHash: [UInt8], _ bodyHash: [UInt8]
  ) throws(StoreError) -> Reply {
    guard let record = try store.family(key: reference), let family = try load(record.id) else {
      return .unknownTarget("there is no '\(reference)'")
    }
    guard let declaration = declaration(of: event.name, in: family.bundle) else {
      return .rejected(code: "unknown_event", message: "'\(record.workflow)' knows no event '\(event.name)'")
    }
    guard declaration.by.contains(event.role) else {
      return .rejected(
        code: "forbidden",
        message: "'\(event.name)' may be sent by \(declaration.by.joined(separator: ", ")), not \(event.role)")
    }
    guard !PersonalData.hasMarker(event.body) else {
      return .rejected(code: "reserved_name", message: "'\(PersonalData.marker)' is a reserved name")
    }
    var person = ValueMap()
    let data: Value
    do {
      let apart = PersonalData.extract(
        event.body, type: declaration.data, path: "event.\(family.sequence + 1)", into: &person)
      data = try declaration.data.decode(apart)
    } catch {
      return .rejected(code: "wrong_data", message: "\(error)")
    }
    if let fault = PersonalData.fault(person) { return .rejected(code: "wrong_data", message: fault) }
    if family.record.status == .stopped {
      let inbox = try insert(event, family.record.id, .pending, body: json(event.body))
      try remember(event, keyHash, bodyHash, inbox, Reply.accepted(reference: reference, disposition: .queued).value)
      return .accepted(reference: reference, disposition: .queued)
    }
    if family.record.status == .ended { return .rejected(code: "ended", message: "'\(reference)' has ended") }
    if person.count > 0 { try add(person, to: family.record.id) }
    let inbox = try insert(event, family.record.id, .consumed, body: [])
    let verdict = try step(
      family, .event(Event(name: event.name, role: event.role, data: data)),
      StepLabel(kind: "event", name: event.name, actor: event.actor), holding: inbox)
    let answer: Reply
    switch verdict {
    case nil:
      try hold(inbox, body: json(event.body))
      answer = .accepted(reference: reference, disposition: .queued)
    case .rejected(let code):
      answer = .rejected(code: code, message: "'\(event.name)' was refused: \(code)")
    case .handled: answer = .accepted(reference: reference, disposition: .handled)
    case .ignored: answer = .accepted(reference: reference, disposition: .ignored)
    case .deferred: answer = .accepted(reference: reference, disposition: .deferred)
    }
    try remember(event, keyHash, bodyHash, inbox, answer.value)
    return answer
  }

  /// A provider's event: which machines declare it, and which family it concerns.
  private func receive(correlated event: InboundEvent, _ keyHash: [UInt8], _ bodyHash: [UInt8]) throws(StoreError)
    -> Reply
  {
    if let signed = event.signedAt, now.duration(since: signed) > options.dedupHorizon {
      let inbox = try insert(event, nil, .discarded, body: [])
      try remember(event, keyHash, bodyHash, inbox, Reply.accepted(reference: "", disposition: .quarantined).value)
      try open(
        incident: "event-too-old", title: "\(event.source) sent '\(event.name)' of \(signed), older than is remembered",
        family: nil, reference: "", inbox: inbox)
      return .accepted(reference: "", disposition: .quarantined)
    }
    let matches = try correlate(event)
    if matches.targets.isEmpty, let family = matches.unreadable {
      let inbox = try insert(event, family, .held, body: json(event.body))
      try remember(event, keyHash, bodyHash, inbox, Reply.accepted(reference: "", disposition: .held).value)
      try open(
        incident: "event-unreadable",
        title: "'\(event.name)' of \(event.source) does not yield the payload that the definitions declare",
        family: family, reference: try store.family(family)?.key ?? "", inbox: inbox)
      return .accepted(reference: "", disposition: .held)
    }
    if matches.targets.isEmpty {
      // Nobody wants it: kept as seen. Somebody wants it and nobody is there yet: tried again.
      let isWanted = matches.isDeclared
      if isWanted, try isInboxFull(event) { return .overloaded("too many events wait for their families") }
      let inbox = try insert(event, nil, isWanted ? .unmatched : .consumed, body: isWanted ? json(event.body) : [])
      let reply = Reply.accepted(reference: "", disposition: isWanted ? .unmatched : .ignored)
      try remember(event, keyHash, bodyHash, inbox, reply.value)
      return reply
    }
    let inbox = try insert(event, matches.targets.first?.family, .consumed, body: [])
    for target in matches.targets { try deliver(target, event, inbox) }
    try remember(event, keyHash, bodyHash, inbox, Reply.accepted(reference: "", disposition: .handled).value)
    return .accepted(reference: "", disposition: .handled)
  }

  struct Target {
    var family: FamilyID
    var event: Event
  }

  /// Families that a provider's event concerns, with the event as they declare it.
  func correlate(
    _ event: InboundEvent
  ) throws(StoreError) -> (targets: [Target], isDeclared: Bool, unreadable: FamilyID?) {
    var targets: [Target] = []
    var unreadable: FamilyID?
    var isDeclared = false
    let type = "\(event.source)/\(event.name)"
    for bundle in bundles.deployed {
      for machine in bundle.machines {
        for declared in machine.declarations.keys.sorted() {
          guard let declaration = machine.declarations[declared], declaration.from.contains(type) else { continue }
          isDeclared = true
          for family in try families(matching: declaration, event.body, bundle) {
            guard !targets.contains(where: { $0.family == family && $0.event.name == declaration.name }) else {
              continue
            }
            guard let data = payload(of: declaration, event.body, bundle) else {
              unreadable = family
              continue
            }
            targets.append(Target(family: family, event: Event(name: declaration.name, role: event.role, data: data)))
          }
        }
      }
    }
    return (targets, isDeclared, unreadable)
  }

  private func families(matching declaration: EventDeclaration, _ body: Value, _ bundle: Bundle) throws(StoreError)
    -> [FamilyID]
  {
    for (field, expression) in declaration.correlate {
      let value: Value
      do {
        value = try bundle.evaluate(expression, body: body, now: now)
      } catch {
        continue
      }
      guard value != .null else { continue }
      let found = try store.families(
        whereView: bundle.viewFields[field].name, is: Interpolation.display(value), limit: 1_000)
      if !found.isEmpty { return declaration.matchesAll ? found : [found[0]] }
    }
    return []
  }

  /// The payload as declared; nil if the body does not yield it: the provider changed its shape.
  private func payload(of declaration: EventDeclaration, _ body: Value, _ bundle: Bundle) -> Value? {
    do {
      let raw =
        try declaration.extract.map { (expression) throws(EvaluationError) in
          try bundle.evaluate(expression, body: body, now: now)
        } ?? body
      return try declaration.data.decode(CELType.dyn.normalize(raw))
    } catch {
      return nil
    }
  }

  private func deliver(_ target: Target, _ event: InboundEvent, _ inbox: InboxID) throws(StoreError) {
    guard let family = try load(target.family), family.record.status != .ended else { return }
    if family.record.status == .stopped {
      var own = event
      own.reference = family.record.key
      _ = try insert(own, target.family, .pending, body: json(event.body))
      return
    }
    let verdict = try step(
      family, .event(target.event), StepLabel(kind: "event", name: target.event.name, actor: event.actor),
      holding: inbox)
    if verdict == nil { try hold(inbox, body: json(event.body)) }
    try settleLeftovers()
  }

  /// What waits in the inbox: events of families that run again, and unmatched ones whose time has come.
  func takeInbox() throws(StoreError) {
    for record in try store.dueInbox(now: stored(now), limit: options.stepsPerTurn) {
      if isFull { break }
      let event = InboundEvent(
        source: record.source, key: record.key, name: record.name, role: record.role, reference: nil,
        body: parse(record.body), content: record.body, signedAt: record.signedAt.map(instant), actor: record.source)
      if record.status == .unmatched { try retry(unmatched: record, event) } else { try resume(record, event) }
      try settleLeftovers()
    }
  }

  private func retry(unmatched record: InboxRecord, _ event: InboundEvent) throws(StoreError) {
    var record = record
    let matches = try correlate(event)
    if !matches.targets.isEmpty {
      record.status = .consumed
      unmatched = unmatched.map { $0 - 1 }
      record.family = matches.targets[0].family
      record.body = []
      record.nextAt = nil
      try store.updateInbox(record)
      for target in matches.targets { try deliver(target, event, record.id) }
      return
    }
    record.tries += 1
    let age = now.duration(since: instant(record.receivedAt))
    if age > options.unmatchedLifetime {
      record.status = .held
      unmatched = unmatched.map { $0 - 1 }
      record.nextAt = nil
      try store.updateInbox(record)
      try open(
        incident: "event-unmatched", title: "no family wants '\(record.name)' of \(record.source)", family: nil,
        reference: "", inbox: record.id)
      return
    }
    record.nextAt = stored(now.adding(Self.unmatchedDelay(record.tries)) ?? now)
    try store.updateInbox(record)
  }

  /// One minute, two, four … up to an hour.
  private static func unmatchedDelay(_ tries: Int64) -> Duration {
    .seconds(min(3_600, 60 << min(tries, 10)))
  }

  /// An event that queued while its family was stopped.
  func resume(_ record: InboxRecord, _ event: InboundEvent) throws(StoreError) {
    var record = record
    guard let id = record.family, let family = try load(id), family.record.status == .running else { return }
    var person = ValueMap()
    let stepped: Event
    do {
      if let declaration = declaration(of: record.name, in: family.bundle), declaration.by.contains(record.role) {
        let apart = PersonalData.extract(
          event.body, type: declaration.data, path: "event.\(family.sequence + 1)", into: &person)
        stepped = Event(name: record.name, role: record.role, data: try declaration.data.decode(apart))
      } else if let target = try correlate(event).targets.first(where: { $0.family == id }) {
        stepped = target.event
      } else {
        throw EngineError(code: "event-unreadable", message: "nothing declares it any more")
      }
    } catch let error as StoreError {
      throw error
    } catch {
      record.status = .held
      try store.updateInbox(record)
      try open(
        incident: "event-unreadable", title: "'\(record.name)' cannot be read again: \(error)", family: id,
        reference: family.record.key, inbox: record.id)
      return
    }
    if person.count > 0 { try add(person, to: id) }
    let body = record.body
    record.status = .consumed
    record.body = []
    try store.updateInbox(record)
    let verdict = try step(
      family, .event(stepped), StepLabel(kind: "event", name: record.name, actor: record.source), holding: record.id)
    if verdict == nil { try hold(record.id, body: body) }
  }

  private func hold(_ inbox: InboxID, body: [UInt8]) throws(StoreError) {
    guard var record = try store.inbox(inbox) else { return }
    record.status = .held
    record.body = body
    try store.updateInbox(record)
  }

  private func add(_ fields: ValueMap, to family: FamilyID) throws(StoreError) {
    var person = try store.person(of: family).map(parse)?.mapValue ?? ValueMap()
    for entry in fields.entries { person[entry.key.stringValue ?? ""] = entry.value }
    try store.putPerson(of: family, data: json(.map(person)))
  }

  func declaration(of name: String, in bundle: Bundle) -> EventDeclaration? {
    for machine in bundle.machines {
      guard let event = machine.eventIndex[name], let declaration = machine.declarations[event], declaration.isExternal
      else { continue }
      return declaration
    }
    return nil
  }

  private func insert(
    _ event: InboundEvent, _ family: FamilyID?, _ status: InboxRecord.Status, body: [UInt8]
  ) throws(StoreError) -> InboxID {
    if status == .unmatched { unmatched = unmatched.map { $0 + 1 } }
    return try store.insertInbox(
      InboxRecord(
        id: InboxID(rawValue: 0), source: event.source, key: event.key, name: event.name, role: event.role,
        family: family, status: status, body: body, receivedAt: stored(now), signedAt: event.signedAt.map(stored),
        nextAt: status == .unmatched ? stored(now.adding(.seconds(60)) ?? now) : nil, tries: 0))
  }

  private func remember(
    _ event: InboundEvent, _ keyHash: [UInt8], _ bodyHash: [UInt8], _ inbox: InboxID, _ verdict: Value
  ) throws(StoreError) {
    try store.insertSeen(
      SeenRecord(
        source: event.source, keyHash: keyHash, bodyHash: bodyHash, inbox: inbox, at: stored(now),
        verdict: json(verdict)))
  }

  func duplicate(_ seen: SeenRecord) -> Reply {
    .duplicate(of: Reply(parse(seen.verdict)) ?? .accepted(reference: "", disposition: .handled))
  }
}
