import CEL
import CivilTime
import Digests
import EngineMessages
import Executors
import MemoryStorage
import Statecharts
import Storage
import WorkflowDefinitions
@testable import WorkflowEngine

/// Holds for every input of a family, every event and every answer to a task: it is refused, or taken within the bounds of
/// what comes from outside; and whatever it holds, the turn commits, somebody is told, and the family goes on.
enum FormProperty {
  private static let now = Instant(seconds: 1_893_456_000)!
  private static let reference = "F-1"
  private static let digest: @Sendable ([UInt8]) -> [UInt8] = { SHA256.hash($0) }

  /// The bytes are a line with a word, `start`, `form`, `task` or an event's name, and a JSON text.
  static func violation(_ bytes: [UInt8]) -> String? {
    let parts = bytes.split(separator: 10, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let body = try? JSON.parse(Array(parts[1])) else { return nil }
    let word = String(decoding: parts[0], as: UTF8.self)
    do {
      let family = try family.get()
      switch word {
      case "form": return form(body)
      case "start": return try start(body, family)
      case "task": return try answer(body, family)
      default: return try event(word, body, family) ?? admission(word, body, family.bundle)
      }
    } catch {
      return "\(word): \(error)"
    }
  }

  // MARK: A family

  private struct Family {
    let bundle: Statecharts.Bundle
    let store: MemoryStore
    let task: TaskID
  }

  private struct Unusable: Error { let what: String }

  private static let family: Result<Family, any Error> = Result {
    let loader = BundleLoader(catalogue: StandardExecutors.catalogue, zones: SystemZones(), digest: digest)
    let file = SourceFile(path: "form.yaml", source: Array(FormDefinition.text.utf8))
    guard let bundle = try loader.load([file]).bundles.first else { throw Unusable(what: "no bundle") }
    let store = MemoryStore()
    let engine = try Self.engine(store, bundle)
    let turn = try engine.take([start(["reference": .string(reference)])], now: now)
    guard case .created? = turn.replies.first?.reply else { throw Unusable(what: "\(turn.replies)") }
    let reader = try store.makeReader()
    guard let record = try reader.family(key: reference),
      let task = try reader.tasks(of: record.id, closed: false).first
    else { throw Unusable(what: "no task") }
    return Family(bundle: bundle, store: store, task: task.id)
  }

  private static func engine(_ store: MemoryStore, _ bundle: Statecharts.Bundle) throws -> Engine {
    if try store.makeReader().bundle(bundle.hash) == nil {
      let writer = try store.makeWriter()
      try writer.begin()
      try writer.putBundle(BundleRecord(hash: bundle.hash, deployedAt: now.microsecondsRoundedUp, files: []))
      try writer.commit()
    }
    return try Engine(
      store: store.makeWriter(), bundles: BundleTable(deployed: [bundle]),
      executors: [ExecutorProfile(name: "all", steps: StandardExecutors.catalogue, concurrency: 8)],
      options: EngineOptions(digest: digest, capability: { "\($0)/\($1)" }), now: now)
  }

  private static func start(_ input: Value) -> TurnInput {
    .start(
      StartRequest(
        source: "api:shop", key: "k", workflow: "form", input: input, content: JSON.encode(input), actor: "shop"),
      ReplyToken(rawValue: 1))
  }

  // MARK: Through the engine

  private static func start(_ body: Value, _ family: Family) throws -> String? {
    let store = MemoryStore()
    return try settled([start(body)], store, try engine(store, family.bundle))
  }

  private static func event(_ name: String, _ body: Value, _ family: Family) throws -> String? {
    for role in ["client", "operator", "site"] {
      let store = family.store.reopened()
      let engine = try Self.engine(store, family.bundle)
      let event = InboundEvent(
        source: role == "site" ? "api:shop" : role == "operator" ? "control" : "api", key: "k/\(role)", name: name,
        role: role, reference: reference, body: body, content: JSON.encode(body), actor: role)
      let input = TurnInput.event(event, ReplyToken(rawValue: 1))
      // An operator decides about an event that cannot be stepped: it may hold a family.
      if let violation = try settled([input], store, engine, mayStop: role == "operator") { return violation }
    }
    return nil
  }

  private static func answer(_ body: Value, _ family: Family) throws -> String? {
    let store = family.store.reopened()
    let command = OperatorCommand(action: .taskDone(family.task, data: body), key: "k", actor: "uid 1", reason: "test")
    return try settled([.command(command, ReplyToken(rawValue: 1))], store, try engine(store, family.bundle))
  }

  /// Takes the turn and the ones that it leads to: each commits, and no family is left standing.
  private static func settled(
    _ inputs: [TurnInput], _ store: MemoryStore, _ engine: Engine, mayStop: Bool = false
  ) throws -> String? {
    var turn = try engine.take(inputs, now: now)
    guard turn.replies.count == inputs.count else { return "\(turn.replies.count) replies" }
    for (_, reply) in turn.replies {
      if case .rejected(let code, let message) = reply, code.isEmpty || message.isEmpty {
        return "refused without words"
      }
      guard Reply(reply.value) != nil, (try? JSON.parse(JSON.encode(reply.value))) != nil else { return "\(reply)" }
    }
    for _ in 0..<4 {
      guard let next = turn.nextWake else { break }
      turn = try engine.take([], now: max(next, engine.lastNow))
    }
    let reader = try store.makeReader()
    for incident in try reader.incidents(status: .open, family: nil, limit: 10) {
      guard let family = incident.family, let record = try reader.family(family) else { continue }
      if record.status == .stopped, !mayStop { return "stopped: \(incident.code): \(incident.title)" }
    }
    return nil
  }

  // MARK: At the gateway

  private static func admission(_ name: String, _ body: Value, _ bundle: Statecharts.Bundle) -> String? {
    guard let event = bundle.root.eventIndex[name], let declaration = bundle.root.declarations[event] else {
      return nil
    }
    let admitted: AdmittedEvent
    do throws(EventAdmission.Refusal) {
      admitted = try EventAdmission(bundle: bundle, mark: { "m" }).admit(name, role: "client", body: body)
    } catch {
      return nil
    }
    let data = PersonalData.resolve(admitted.event.data, person: .map(admitted.person))
    do throws(TypeMismatch) {
      // Kept as JSON and read again, it is the same.
      let kept = JSON.parseOrNull(JSON.encode(data))
      guard try declaration.data.decode(kept, holdsLimits: false) == data else { return "kept as another: \(data)" }
      guard try declaration.data.decode(kept, limits: bundle.limits.input) == data else { return "\(data) is another" }
    } catch {
      return "\(name) is taken and cannot be read again: \(error)"
    }
    return InputBounds.violation(data)
  }

  /// `[FORM, DATA]`
  private static func form(_ body: Value) -> String? {
    guard let form = body[0], case .map(let data)? = body[1] else { return nil }
    let refusal = TaskForm(form, limits: InputLimits()).refusal(of: data)
    if let refusal { return refusal.code.isEmpty || refusal.message.isEmpty ? "refused without words" : nil }
    for entry in data.entries where form.mapValue?.isEmpty == false && form[entry.key.stringValue ?? ""] == nil {
      return "'\(entry.key)' is no field of \(form)"
    }
    return InputBounds.violation(.map(data))
  }
}

extension JSON {
  fileprivate static func parseOrNull(_ bytes: [UInt8]) -> Value { (try? parse(bytes)) ?? .null }
}
