import CEL
import CivilTime
import Crypto
import Ingress
import Storage
import WorkflowEngine

/// What the public door sees of the engine: hands events over, and answers after the commit.
struct EngineSink: EventSink {
  let writer: WriterThread
  let readers: ReaderPool
  /// The first part of references that are drawn here: `VLT`.
  let referencePrefix: String

  func submit(_ event: IncomingEvent) async -> Verdict {
    let input = EventInput(
      source: event.source, key: event.key, name: event.name, role: event.role, reference: event.reference,
      body: event.body, rawBody: event.bodyHashInput, signedAt: event.signedAt,
      actor: event.role == "provider" ? event.source : event.role)
    guard let reply = await writer.submit({ .event(input, $0) }) else { return .unavailable(retryAfterSeconds: 2) }
    return verdict(reply, collection: nil)
  }

  func start(_ request: StartRequest) async -> Verdict {
    guard case .map(var input) = request.input else {
      return .rejected(code: "wrong_input", message: "the body is not an object", status: 422)
    }
    // The core draws nothing at random, so that it can be replayed: the reference is drawn here, anew when it exists.
    let isDrawn = input["reference"] == nil
    for _ in 0..<16 {
      if isDrawn { input["reference"] = .string(Reference.draw(prefix: referencePrefix, now: writer.clock.now)) }
      let start = StartInput(
        source: request.source, key: request.key, workflow: request.workflow, input: .map(input),
        rawBody: request.rawBody, actor: request.source)
      guard let reply = await writer.submit({ .start(start, $0) }) else { return .unavailable(retryAfterSeconds: 2) }
      if case .keyExists(let key) = reply {
        if isDrawn { continue }
        return .rejected(code: "reference_exists", message: "'\(key)' exists already", status: 409)
      }
      return verdict(reply, collection: request.workflow)
    }
    return .unavailable(retryAfterSeconds: 2)
  }

  private func verdict(_ reply: Reply, collection: String?) -> Verdict {
    switch reply {
    case .accepted(let reference, let word):
      .accepted(reference: reference.isEmpty ? nil : reference, detail: ["verdict": .string(word)])
    case .created(let reference, let capabilities, let detail):
      .created(reference: reference, capabilities: capabilities.map { ($0.role, $0.secret) }, detail: detail)
    case .duplicate(let value):
      // A duplicate hears what its original heard.
      if value["verdict"] == "rejected", let code = value["code"]?.stringValue {
        .rejected(code: code, message: value["message"]?.stringValue ?? code, status: Self.isFault(code) ? 422 : 409)
      } else {
        .duplicate(value)
      }
    case .rejected(let code, let message):
      .rejected(code: code, message: message, status: Self.isFault(code) ? 422 : 409)
    case .conflict(let message): .conflict(message: message)
    case .unknownTarget: .unknownTarget
    case .queued(let reference): .pending(location: "/v1/bookings/\(reference)")
    case .overloaded: .unavailable(retryAfterSeconds: 60)
    case .keyExists: .unavailable(retryAfterSeconds: 1)
    }
  }

  /// The request itself is wrong, whatever the state of the family.
  private static func isFault(_ code: String) -> Bool {
    ["wrong_input", "wrong_data", "unknown_event", "unknown_workflow", "reserved_name", "forbidden"].contains(code)
  }

  func read(reference: String, role: String?) async -> Value? {
    await readers.read { reader throws(StoreError) in
      guard let family = try reader.family(key: reference) else { return nil }
      return try FamilyText.publicView(family, reader)
    } ?? nil
  }

  func authorize(capability secret: String, reference: String) async -> String? {
    let hash = Array(SHA256.hash(data: Array(secret.utf8)))
    return await readers.read { reader throws(StoreError) in
      guard let capability = try reader.capability(hash: hash), let family = try reader.family(key: reference),
        family.id == capability.family
      else { return nil }
      return capability.role
    } ?? nil
  }

  func report(problem: String, detail: Value) async {
    writer.push(.report(code: problem, title: "the public door: \(problem)", detail: detail))
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
