import CEL
import CivilTime
import Crypto
import EngineMessages
import Ingress
import Statecharts
import Storage
import WorkflowEngine

/// The engine behind the public door: hands events over, and returns the replies after the commit.
struct EngineEventReceiver: EventReceiver {
  let writer: WriterThread
  let readers: ReaderPool
  let audience: ViewAudience
  let bundles: DeployedBundles
  let eventStream: EventStream
  /// The first part of references that are drawn here: `VLT`.
  let referencePrefix: String
  let shelf: CatalogueShelf
  /// References drawn for one request before it is told to come again.
  private static let draws = 16

  func submit(_ event: InboundEvent) async -> Reply? {
    await writer.submit { .event(event, $0) }
  }

  func start(_ request: StartRequest) async -> Reply? {
    // A caller's own reference, a workflow that asks for none, or no object at all: the engine judges it as it is.
    guard case .map(var input) = request.input, input["reference"] == nil, asksForReference(request.workflow) else {
      return await writer.submit { .start(request, $0) }
    }
    // The engine draws nothing at random, so that its turns can be replayed: the reference is drawn here, anew when it exists.
    var drawn = request
    for _ in 0..<Self.draws {
      input["reference"] = .string(Reference.draw(prefix: referencePrefix, now: writer.clock.now))
      drawn.input = .map(input)
      let reply = await writer.submit { [drawn] in .start(drawn, $0) }
      guard case .keyExists = reply else { return reply }
    }
    return .overloaded("no free reference was found in \(Self.draws) draws")
  }

  /// True if the workflow declares `reference` in its input, which then is drawn for callers who give none.
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
    return found ?? .unknown
  }

  func authorize(capability secret: String, reference: String) async throws(Unreadable) -> String? {
    let hash = Array(SHA256.hash(data: Array(secret.utf8)))
    return try await reading { reader throws(StoreError) in
      guard let capability = try reader.capability(hash: hash), let family = try reader.family(key: reference),
        family.id == capability.family
      else { return nil }
      return capability.role
    }
  }

  func faults(of request: StartRequest) async -> [FieldFault] {
    guard let bundle = bundles.deployed.first(where: { $0.root.name == request.workflow }) else { return [] }
    var input = request.input
    // One is drawn for callers who give none: that it is missing is no fault.
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

  func remark(_ text: String) async { eventStream.remark(text) }

  /// An error of the store is no answer: the caller comes again.
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
    writer.push(.report(code: problem, title: "the public door: \(problem)\(source)", detail: detail))
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
