public import CEL
public import Execution
import Foundation
public import WorkflowEngine

/// Providers in memory. They act once for each key, remember their acts, and lose replies when told to.
public final class ScriptedProviders {
  /// The acts by key without its generation. A second entry under one key would be a second act.
  public private(set) var acts: [String: [(step: String, input: ValueMap)]] = [:]
  private var replies: [String: StepOutcome] = [:]
  /// The number of requests that arrived.
  public private(set) var requests = 0
  /// The number of the request, from 1, whose reply is lost; nil for none.
  public var losesReply: Int?
  /// Outcomes that a step type returns instead of acting, once each and in order.
  public var failures: [String: [StepOutcome]] = [:]
  /// Outcomes that a step type returns after acting, once each and in order.
  public var answers: [String: [StepOutcome]] = [:]
  /// Findings that a step type's provider returns when it is asked about an attempt, once each and in order; afterwards
  /// it tells the truth.
  public var findings: [String: [Reconciliation]] = [:]
  /// The facts that the providers reported by webhook, by the object's identifier. A later look-up finds the same.
  private var told: [String: ValueMap] = [:]

  /// Every request in the order of arrival.
  public private(set) var log: [(step: String, key: String, kind: Dispatch.Kind)] = []

  /// The time-out that the definition set for the last attempt, by step type; nil if it set none.
  public private(set) var timeouts: [String: Duration?] = [:]

  /// The providers know no keys and lose no replies.
  public init() {}

  /// Lets an object stand at the provider as a webhook tells of it; fields that it leaves out stay as they were.
  public func stands(_ object: Value) {
    guard let fields = object.mapValue, let id = object["id"]?.stringValue else { return }
    for entry in fields.entries where !entry.value.isNull {
      told[id, default: ValueMap()][key: entry.key] = entry.value
    }
  }

  /// Carries out a dispatch and returns its outcome. If the reply is lost, the outcome is unknown or the finding
  /// undecided.
  public func carryOut(_ dispatch: Dispatch) -> TurnInput {
    requests += 1
    let request = dispatch.request
    timeouts[request.step] = .some(request.timeout)
    log.append((request.step, request.key, dispatch.kind))
    let isLost = losesReply == requests
    let lost = StepError(code: "connection_lost", message: "the reply was lost")
    switch dispatch.kind {
    case .send:
      let outcome = act(request)
      return .outcome(request.attempt, isLost ? .unknown(lost) : outcome)
    case .reconcile:
      let finding = find(request)
      return .reconciled(request.attempt, isLost ? .undecided(lost) : finding)
    }
  }

  private func act(_ request: StepRequest) -> StepOutcome {
    if var queued = failures[request.step], !queued.isEmpty {
      let outcome = queued.removeFirst()
      failures[request.step] = queued
      return outcome
    }
    if let known = replies[request.key] { return known }
    acts[business(request.key), default: []].append((request.step, request.input))
    let outcome: StepOutcome = .done(reply(to: request))
    replies[request.key] = outcome
    if var queued = answers[request.step], !queued.isEmpty {
      let answer = queued.removeFirst()
      answers[request.step] = queued
      if case .accepted = answer { replies[request.key] = answer }
      return answer
    }
    return outcome
  }

  private func find(_ request: StepRequest) -> Reconciliation {
    if var queued = findings[request.step], !queued.isEmpty {
      let finding = queued.removeFirst()
      findings[request.step] = queued
      return finding
    }
    if case .accepted(let data) = replies[request.key] { return .pending(data) }
    return acts[business(request.key)] == nil ? .absent : .found(reply(to: request))
  }

  /// The key without the generation that the engine appends.
  private func business(_ key: String) -> String {
    guard let cut = key.range(of: "/g", options: .backwards) else { return key }
    return String(key[..<cut.lowerBound])
  }

  private func reply(to request: StepRequest) -> Value {
    let key = business(request.key)
    return switch request.step {
    case "stripe.intent.create": ["id": .string("pi_\(key)")]
    case "stripe.intent.get": intent(request.input["intent"])
    case "stripe.dispute.get": dispute(request.input["dispute"])
    case "stripe.dispute.submit": ["status": "under_review"]
    case "stripe.refund.get": refund(request.input["refund"])
    case "stripe.account.get": ["payable": true, "currency": "EUR", "reason": nil, "missing": nil]
    case "stripe.refund": ["id": .string("re_\(key)"), "status": "succeeded"]
    case "stripe.intent.cancel": .map(ValueMap())
    case "email.send": ["message_id": .string("<\(key)@test>")]
    case "crm.upsert": ["lead": "1"]
    default: ["id": .string("id_\(key)")]
    }
  }

  private func object(_ id: Value?) -> ValueMap { id?.stringValue.flatMap { told[$0] } ?? ValueMap() }

  private func dispute(_ id: Value?) -> Value {
    let object = object(id)
    return [
      "status": object["status"] ?? "under_review", "amount": object["amount"] ?? 3_000,
      "due": object["evidence_details"]?["due_by"] ?? .null, "agrees": true,
    ]
  }

  private func refund(_ id: Value?) -> Value {
    let object = object(id)
    return ["status": object["status"] ?? "succeeded", "amount": object["amount"] ?? 3_000, "agrees": true]
  }

  private func intent(_ id: Value?) -> Value {
    let object = object(id)
    let currency = object["currency"]?.stringValue?.uppercased() ?? "EUR"
    return [
      "status": "succeeded", "amount": object["amount_received"] ?? amount(ofIntent: id),
      "currency": .string(currency), "charge": object["latest_charge"] ?? "ch_1", "agrees": true,
    ]
  }

  private func amount(ofIntent id: Value?) -> Value {
    let intent = acts(of: "stripe.intent.create").first { .string("pi_\($0.key)") == id }
    return intent?.input["amount"] ?? 0
  }

  /// Returns how often a step was sent, repeated sends under a known key included.
  public func sendings(of step: String) -> Int { log.count { $0.step == step && $0.kind == .send } }

  /// Returns the acts of a step in the order of their keys.
  public func acts(of step: String) -> [(key: String, input: ValueMap)] {
    acts.keys.sorted().flatMap { key in
      (acts[key] ?? []).filter { $0.step == step }.map { (key, $0.input) }
    }
  }
}
