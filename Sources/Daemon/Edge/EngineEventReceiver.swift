import CEL
import CivilTime
import Digests
import EngineMessages
import Executors
import Ingress
import Statecharts
import Storage
import WorkflowEngine

/// The engine behind the public API. It submits events and returns the replies after the commit.
struct EngineEventReceiver: EventReceiver {
  let writer: WriterThread
  let readers: ReaderPool
  let audience: ViewAudience
  let bundles: DeployedBundles
  let eventStream: EventStream
  /// The prefix of generated references: `VLT`.
  let referencePrefix: String
  let shelf: CatalogueShelf
  let suppressions: SuppressionRecords
  let quotes: QuoteDesk
  let searches: MatchDesk
  let leads: LeadDesk
  /// The most references that are generated for one request before it is answered 503.
  private static let draws = 16

  func submit(_ event: InboundEvent) async -> Reply? {
    await writer.submit { .event(event, $0) }
  }

  func start(_ request: StartRequest) async -> Reply? {
    // The caller gave a reference, the workflow declares none, or the input is no object: the engine judges the input
    // as it is.
    guard case .map(var input) = request.input, input["reference"] == nil, asksForReference(request.workflow) else {
      return await writer.submit { .start(request, $0) }
    }
    // The engine generates nothing at random, so that its turns can be replayed. The reference is generated here, again
    // if it exists.
    var drawn = request
    for _ in 0..<Self.draws {
      input["reference"] = .string(Reference.draw(prefix: referencePrefix, now: writer.clock.now))
      drawn.input = .map(input)
      let reply = await writer.submit { [drawn] in .start(drawn, $0) }
      guard case .keyExists = reply else { return reply }
    }
    return .overloaded("no free reference was found in \(Self.draws) draws")
  }

  /// True if the workflow declares `reference` in its input, so that one is generated for callers who give none.
  private func asksForReference(_ workflow: String) -> Bool {
    bundles.deployed.contains { $0.root.name == workflow && $0.inputFields.contains("reference") }
  }

  func read(reference: String, as reader: ViewReader) async throws(Unreadable) -> Value? {
    try await reading { [audience] store throws(StoreError) in
      guard let family = try store.family(key: reference) else { return nil }
      if case .site(let source) = reader, try store.origin(of: family.id) != source { return nil }
      return try FamilyView.open(family, try audience.fields(of: family, for: reader, store), store)
    }
  }

  func catalogue(_ question: CatalogueQuestion) async throws(Unreadable) -> CatalogueAnswer {
    let desk = PublicCatalogue(shelf: shelf, now: writer.clock.now)
    let found = try await reading { store throws(StoreError) -> CatalogueAnswer? in try desk.answer(question, store) }
    if case .found(let answer, _) = found {
      if case .slots(let slug, _, _) = question { reportStale(slug, answer) }
      for item in answer["items"]?.listValue ?? [] {
        if let slug = item["consultant"]?.stringValue { reportStale(slug, item) }
      }
    }
    return found ?? .unknown
  }

  /// Reports starts that rest on a calendar that was not read for a day. The incident is opened once, and stays open
  /// until somebody reads the calendar again and resolves it.
  private func reportStale(_ slug: String, _ answer: Value) {
    guard answer["unverified"] == true, shelf.isNews("stale_calendar/\(slug)/\(answer["busyAsOf"] ?? .null)") else {
      return
    }
    writer.push(
      .report(
        code: "stale_calendar", title: "a calendar of \(slug) was not read for a day",
        detail: ["consultant": .string(slug)]))
  }

  func complete(_ request: StartRequest) async throws(Unreadable) -> Result<StartRequest, MarketRefusal> {
    switch try await OrderDesk(quotes: quotes).complete(request) {
    case .success(let completed) where takesLead(completed.workflow): .success(try await leads.complete(completed))
    case let result: result
    }
  }

  /// True if the workflow declares `lead` in its input.
  private func takesLead(_ workflow: String) -> Bool {
    bundles.deployed.contains { $0.root.name == workflow && $0.inputFields.contains("lead") }
  }

  func explain(_ request: StartRequest, refusedAs code: String) async -> MarketRefusal? {
    await OrderDesk(quotes: quotes).explain(request, refusedAs: code)
  }

  func quote(_ question: QuoteQuestion, site source: String) async throws(Unreadable) -> QuoteAnswer {
    try await quotes.answer(question, site: source)
  }

  func market(_ question: MarketQuestion, site source: String) async throws(Unreadable) -> MarketAnswer {
    switch question {
    case .find(let key, let body): try await searches.find(body, key: key, by: source)
    case .why(let search, let consultant): try await searches.why(search, consultant)
    case .outcome(let search, let body): try await searches.note(body, on: search, by: source)
    case .tell(let key, let body): try await leads.tell(body, key: key, by: source)
    case .lead(let id): try await leads.show(id)
    case .touch(let lead, let key, let body): try await leads.touch(lead, body, key: key, by: source)
    }
  }

  func authorize(capability secret: String, reference: String) async throws(Unreadable) -> String? {
    let hash = SHA256.hash(Array(secret.utf8))
    return try await reading { reader throws(StoreError) in
      guard let family = try reader.familyID(key: reference) else { return nil }
      return try reader.capabilities(of: family).first { $0.hash == hash }?.role
    }
  }

  func party(at address: String, reference: String) async throws(Unreadable) -> String? {
    let wanted = address.lowercased()
    return try await reading { store throws(StoreError) in
      guard let family = try store.familyID(key: reference), let data = try store.person(of: family) else {
        return nil
      }
      let fields = StoredJSON.value(data).mapValue?.entries ?? []
      return fields.first { $0.value.stringValue?.lowercased() == wanted }?.key.stringValue
    }
  }

  func faults(of request: StartRequest) async -> [FieldFault] {
    guard let bundle = bundles.deployed.first(where: { $0.root.name == request.workflow }) else { return [] }
    var input = request.input
    // A missing reference is no fault if one is generated.
    if case .map(var map) = input, map["reference"] == nil, asksForReference(request.workflow) {
      map["reference"] = .string(Reference.draw(prefix: referencePrefix, now: writer.clock.now))
      input = .map(map)
    }
    return InputFaults.of(input, type: bundle.inputType, limits: bundle.limits.input)
  }

  func faults(of event: InboundEvent) async -> [FieldFault] {
    let family = await readers.read { store throws(StoreError) in try store.family(key: event.reference ?? "") }
    guard let family = family ?? nil, let bundle = bundles.bundle(family.bundle, workflow: family.workflow) else {
      return []
    }
    for machine in bundle.machines {
      guard let index = machine.eventIndex[event.name], let declared = machine.declarations[index], declared.isExternal
      else { continue }
      return InputFaults.of(event.body, type: declared.data, limits: bundle.limits.input)
    }
    return []
  }

  func tasks(of role: String, reference: String) async throws(Unreadable) -> [PartyTask]? {
    try await reading { store throws(StoreError) in
      guard let family = try store.family(key: reference) else { return nil }
      let person = try store.person(of: family.id).map(StoredJSON.value) ?? .null
      var tasks: [PartyTask] = []
      for record in try store.tasks(of: family.id, closed: false) where record.status == .open {
        let delegate = try TaskAssignment.delegate(of: record, store)
        if let task = PartyTask(record, role: role, delegate: delegate, person: person) { tasks.append(task) }
      }
      return tasks
    }
  }

  func settle(task: Int64, data: Value?, role: String, reference: String) async -> Reply? {
    let own = try? await tasks(of: role, reference: reference)
    guard own?.contains(where: { $0.number == task }) == true else {
      return .unknownTarget("there is no such task")
    }
    let id = TaskID(rawValue: task)
    let command = OperatorCommand(
      action: data.map { .taskDone(id, data: $0) } ?? .taskDecline(id), key: "\(reference)/\(role)/task/\(task)",
      actor: role, reason: "by the link for tasks")
    return await writer.submit { .command(command, $0) }
  }

  func delegate(task: Int64, to assignee: String, role: String, reference: String) async -> Reply? {
    let own = try? await tasks(of: role, reference: reference)
    guard own?.contains(where: { $0.number == task }) == true else {
      return .unknownTarget("there is no such task")
    }
    let command = OperatorCommand(
      action: .taskDelegate(TaskID(rawValue: task), to: assignee),
      key: "\(reference)/\(role)/task/\(task)/\(writer.clock.now)",
      actor: role, reason: "by the link for tasks")
    return await writer.submit { .command(command, $0) }
  }

  func refuse(_ refusal: ContactRefusal) async -> Bool {
    guard let channel = Contact.Channel(rawValue: refusal.channel.rawValue),
      let contact = Contact(channel, refusal.address)
    else { return true }
    let change = await suppressions.change(
      contact, to: Suppression(scope: refusal.isMarketingOnly ? .marketing : .all, reason: refusal.reason),
      cause: "\(refusal.source)/\(refusal.key)", actor: refusal.source, reason: refusal.reason)
    return change != .notStored
  }

  func remark(_ text: String) async { eventStream.remark(text) }

  /// An error of the store is no answer; the caller has to retry.
  private func reading<T: Sendable>(
    _ body: @escaping @Sendable (any StoreReader) throws(StoreError) -> T?
  ) async throws(Unreadable) -> T? {
    do {
      return try await readers.query(body)
    } catch {
      throw Unreadable()
    }
  }

  func report(problem: String, detail: Value) async {
    let source = detail["source"]?.stringValue.map { " of \($0)" } ?? ""
    writer.push(.report(code: problem, title: "the public API: \(problem)\(source)", detail: detail))
  }
}

/// References of the form `VLT-YYYYMMDD-XXXX`: the day of creation in UTC, four characters of Crockford's base 32 without vowels.
enum Reference {
  private static let alphabet = Array("0123456789BCDFGHJKMNPQRSTVWXYZ")

  static func draw(prefix: String, now: Instant) -> String {
    let day = now.description.prefix(10).filter { $0 != "-" }
    var generator = SystemRandomNumberGenerator()
    let tail = (0..<4).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
    return "\(prefix)-\(day)-\(String(tail))"
  }
}

extension PartyTask {
  /// nil if the step is not a task of this role.
  ///
  /// - Parameters:
  ///   - delegate: who the task was given to; nil if nobody gave it to another.
  ///   - person: the booking's personal data, to which a task may refer.
  fileprivate init?(_ record: TaskRecord, role: String, delegate: String?, person: Value) {
    let request = StoredJSON.value(record.request)
    guard record.stepClass == "human", delegate ?? request["assignee"]?.stringValue == role else { return nil }
    self.init(
      number: record.id.rawValue, title: request["title"]?.stringValue ?? record.step,
      text: request["text"]?.stringValue, link: Self.text(request["profile_url"], person),
      due: request["due"]?.timestampValue?.description ?? request["due"]?.stringValue,
      form: (request["form"]?.mapValue?.entries ?? []).map {
        Field(
          name: $0.key.stringValue ?? "", type: $0.value.stringValue ?? $0.value["type"]?.stringValue ?? "",
          least: $0.value["min"]?.intValue, most: $0.value["max"]?.intValue)
      })
  }

  /// A text, or the one that stands where a reference to personal data points.
  private static func text(_ value: Value?, _ person: Value) -> String? {
    guard let path = value?["$personal"]?.stringValue else { return value?.stringValue }
    return person[path]?.stringValue
  }
}
