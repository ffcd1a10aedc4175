internal import CEL
internal import CivilTime
internal import WorkflowTesting
internal import Execution
internal import WorkflowEngine

/// The providers of all steps. They remember what they did and under which key, forget a key after its lifetime, and
/// misbehave as the seed says.
final class Counterparts {
  /// Something that a provider did.
  struct Act {
    let step: String
    let reference: String
    let input: ValueMap
    let at: Instant
    /// True once the provider has taken it back by itself, such as a refund that failed after days.
    var isUndone = false
    /// The error with which the provider has refused in the end what it had accepted, so that nothing of it ever
    /// happened; nil for what stays.
    var refusal: StepError?
  }

  /// The provider's answer when the same key arrives again.
  private struct Known {
    var outcome: StepOutcome
    var at: Instant
    /// An accepted step settles then.
    var settlesAt: Instant?
    /// The error with which an accepted step settles; nil if it is done.
    var refusal: StepError?
  }

  /// A request of which a copy is still on its way, and arrives then.
  private struct Late {
    let at: Instant
    let request: StepRequest
  }

  private let seed: UInt64
  private let misconduct: Int
  private let catalogue: [String: StepDeclaration]
  /// True once all behave.
  var isCalm = false
  /// By business key, without the generation that the engine appends.
  private(set) var acts: [String: [Act]] = [:]
  private var known: [String: Known] = [:]
  private var late: [Late] = []
  private var told: [String: ValueMap] = [:]
  private(set) var places = MeetingPlaces()

  /// - Parameter catalogue: the steps that the engine's executors offer.
  init(seed: UInt64, misconduct: Int, catalogue: [StepDeclaration]) {
    self.seed = seed
    self.misconduct = misconduct
    self.catalogue = Dictionary(uniqueKeysWithValues: catalogue.map { ($0.name, $0) })
  }

  func declaration(_ step: String) -> StepDeclaration? { catalogue[step] }

  /// Notes what a webhook says about an object, so that a later look-up finds the same.
  func stands(_ object: Value) {
    guard let fields = object.mapValue, let id = object["id"]?.stringValue else { return }
    for entry in fields.entries where !entry.value.isNull {
      told[id, default: ValueMap()][key: entry.key] = entry.value
    }
  }

  /// The identifier of the latest refund of a family, unless it was refused in the end: nothing more is said of that.
  func latestRefund(of reference: String, at now: Instant) -> String? {
    settle(until: now)
    let refunds = acts.filter { $0.value.contains { $0.step == "stripe.refund" && $0.reference == reference } }
    guard let latest = refunds.keys.max(), refunds[latest]?.allSatisfy({ $0.refusal == nil }) == true else {
      return nil
    }
    return "re_\(latest)"
  }

  /// A refund settles, as its webhook is about to say: it stays, or it comes back.
  func settle(_ refund: String, isDone: Bool) {
    let key = String(refund.dropFirst(3))
    for (full, entry) in known where Self.business(full) == key && entry.settlesAt != nil {
      known[full] = Known(outcome: entry.outcome, at: entry.at, settlesAt: entry.at)
    }
    if isDone { return }
    acts[key] = acts[key]?.map { act in
      var act = act
      act.isUndone = true
      return act
    }
  }

  // MARK: Answers

  /// One way of carrying out a request.
  private enum Conduct: String {
    case prompt, slow, twice, replyLost, requestLost, copyLate, refused, notNow, nonsense, ours, serverError, accepted
    case truth, undecided, staleAbsent
  }

  /// Carries a request out.
  ///
  /// - Returns: the answers with the times at which they arrive, and a word for the misconduct; nil if there was none.
  func receive(_ dispatch: Dispatch, now: Instant) -> (answers: [(at: Instant, input: TurnInput)], fault: String?) {
    arrive(until: now)
    settle(until: now)
    let request = dispatch.request
    var draw = Draw(seed, "\(dispatch.kind) \(request.step) \(request.key) \(request.number)")
    let conduct = dispatch.kind == .send ? sendConduct(request, &draw) : findConduct(&draw)
    let declared = catalogue[request.step]
    let timeout = request.timeout ?? declared?.timeout ?? .seconds(30)
    let soon = later(now, .milliseconds(draw.below(2_000)))
    let end = later(now, timeout)
    let fault = conduct == .prompt || conduct == .truth ? nil : conduct.rawValue
    if dispatch.kind == .reconcile {
      let finding: Reconciliation =
        switch conduct {
        case .undecided: .undecided(StepError(code: "connection_lost", message: "the reply was lost"))
        case .staleAbsent where isFresh(request, now): .absent
        default: find(request, now)
        }
      return ([(soon, .reconciled(request.attempt, finding))], fault)
    }
    let lost = StepOutcome.unknown(StepError(code: "connection_lost", message: "the reply was lost"))
    func answer(_ outcome: StepOutcome, _ at: Instant) -> (at: Instant, input: TurnInput) {
      (at, .outcome(request.attempt, outcome))
    }
    switch conduct {
    case .slow: return ([answer(act(request, now), later(now, draw.seconds(upTo: timeout.components.seconds)))], fault)
    case .twice:
      let outcome: StepOutcome =
        switch draw.below(3) {
        case 0: .retry(StepError(code: "rate_limited", message: "not now"), after: nil)
        case 1: .unknown(StepError(code: "connection_lost", message: "the reply was lost"))
        default: act(request, now)
        }
      return ([answer(outcome, soon), answer(outcome, later(soon, draw.seconds(upTo: 60)))], fault)
    case .replyLost:
      _ = act(request, now)
      return ([answer(lost, end)], fault)
    case .requestLost: return ([answer(lost, end)], fault)
    case .copyLate:
      late.append(Late(at: later(end, draw.seconds(upTo: 50)), request: request))
      return ([answer(lost, end)], fault)
    case .refused:
      let code = draw.one(of: (declared?.errors ?? []) + ["rejected"])
      return ([answer(.failed(StepError(code: code, message: "no")), soon)], fault)
    case .notNow:
      let after: Duration? = draw.chance(50) ? nil : draw.seconds(upTo: 600)
      return ([answer(.retry(StepError(code: "rate_limited", message: "not now"), after: after), soon)], fault)
    case .nonsense:
      _ = act(request, now)
      return ([answer(.done(["junk": ["x", 1]]), soon)], fault)
    case .ours:
      return ([answer(.failed(StepError(code: "unauthorized", message: "token", isOurs: true)), soon)], fault)
    case .serverError:
      let error = StepOutcome.unknown(StepError(code: "replayed_error", message: "500"))
      known[request.key] = Known(outcome: error, at: now)
      return ([answer(error, soon)], fault)
    case .accepted:
      let outcome = act(request, now)
      guard case .done(let data) = outcome, known[request.key]?.settlesAt == nil else {
        return ([answer(outcome, soon)], nil)
      }
      known[request.key]?.outcome = .accepted(data)
      known[request.key]?.settlesAt = later(now, draw.seconds(upTo: 400_000))
      let code = draw.one(of: (declared?.errors ?? []) + ["rejected"])
      if draw.chance(40) { known[request.key]?.refusal = StepError(code: code, message: "not in the end") }
      return ([answer(.accepted(data), soon)], fault)
    default: return ([answer(act(request, now), soon)], fault)
    }
  }

  private func sendConduct(_ request: StepRequest, _ draw: inout Draw) -> Conduct {
    guard !isCalm, draw.chance(misconduct) else { return .prompt }
    let settlesLate = catalogue[request.step]?.settlesLate ?? false
    return draw.weighted([
      (3, .slow), (2, .twice), (4, .replyLost), (3, .requestLost), (2, .copyLate), (2, .refused), (3, .notNow),
      (2, .nonsense), (1, .ours), (2, .serverError), (settlesLate ? 3 : 0, .accepted),
    ])
  }

  private func findConduct(_ draw: inout Draw) -> Conduct {
    guard !isCalm, draw.chance(misconduct) else { return .truth }
    return draw.one(of: [.undecided, .staleAbsent])
  }

  private func later(_ now: Instant, _ time: Duration) -> Instant { now.adding(time) ?? now }

  /// Lets the copies that were on their way arrive.
  private func arrive(until now: Instant) {
    let due = late.filter { $0.at <= now }
    late.removeAll { $0.at <= now }
    for copy in due { _ = act(copy.request, copy.at) }
  }

  /// Lets what was accepted be refused in the end.
  private func settle(until now: Instant) {
    for (key, entry) in known {
      guard let refusal = entry.refusal, let settlesAt = entry.settlesAt, settlesAt <= now else { continue }
      known[key] = Known(outcome: .failed(refusal), at: entry.at)
      acts[Self.business(key)] = acts[Self.business(key)]?.map { act in
        var act = act
        act.refusal = refusal
        return act
      }
    }
  }

  /// Acts, unless the key is known: the provider then repeats its answer.
  private func act(_ request: StepRequest, _ now: Instant) -> StepOutcome {
    let lifetime = catalogue[request.step]?.keyLifetime
    if let known = known[request.key], let lifetime, now.duration(since: known.at) < lifetime { return known.outcome }
    let business = Self.business(request.key)
    let place = places.act(request, key: business, act: acts[business]?.count ?? 0)
    let outcome = place ?? .done(reply(to: request))
    known[request.key] = Known(outcome: outcome, at: now)
    if case .failed = outcome { return outcome }
    if catalogue[request.step]?.stepClass != .pure {
      acts[Self.business(request.key), default: []].append(
        Act(step: request.step, reference: request.reference, input: request.input, at: now))
    }
    return outcome
  }

  /// True if the provider acted so recently that its own look-up may not show it yet.
  private func isFresh(_ request: StepRequest, _ now: Instant) -> Bool {
    (acts[Self.business(request.key)] ?? []).allSatisfy { now.duration(since: $0.at) < .seconds(50) }
  }

  private func find(_ request: StepRequest, _ now: Instant) -> Reconciliation {
    if let known = known[request.key], let settlesAt = known.settlesAt, now < settlesAt,
      case .accepted(let data) = known.outcome
    {
      return .pending(data)
    }
    let made = acts[Self.business(request.key)]
    if let made, let refusal = made.last?.refusal, made.allSatisfy({ $0.refusal != nil }) { return .failed(refusal) }
    return made == nil ? .absent : .found(reply(to: request))
  }

  /// The key without the generation that the engine appends.
  static func business(_ key: String) -> String {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, last.first == "g", parts.count > 1 else { return key }
    return parts.dropLast().joined(separator: "/")
  }

  /// The answer that a person finds at the provider's own desk: nil if nothing was done there, or it may still be refused.
  func settled(_ request: StepRequest, at now: Instant) -> Value? {
    settle(until: now)
    guard let made = acts[request.key], made.allSatisfy({ $0.refusal == nil && !$0.isUndone }),
      known.allSatisfy({ Self.business($0.key) != request.key || ($0.value.settlesAt.map { $0 <= now } ?? true) })
    else { return nil }
    return reply(to: request)
  }

  // MARK: Replies

  private func reply(to request: StepRequest) -> Value {
    let key = Self.business(request.key)
    func object(_ name: String) -> ValueMap {
      request.input[name]?.stringValue.flatMap { told[$0] } ?? ValueMap()
    }
    switch request.step {
    case "stripe.intent.create": return ["id": .string("pi_\(key)")]
    case "stripe.intent.get":
      let intent = object("intent")
      return [
        "status": "succeeded", "amount": intent["amount_received"] ?? 3_000, "currency": "EUR",
        "charge": intent["latest_charge"] ?? .string("ch_\(request.reference)"), "agrees": true,
      ]
    case "stripe.dispute.get":
      let dispute = object("dispute")
      return [
        "status": dispute["status"] ?? "under_review", "amount": dispute["amount"] ?? 3_000, "due": .null,
        "agrees": true,
      ]
    case "stripe.dispute.submit": return ["status": "under_review"]
    case "stripe.refund.get":
      let refund = object("refund")
      return ["status": refund["status"] ?? "succeeded", "amount": amount(of: request), "agrees": true]
    case "stripe.account.get": return ["payable": true, "currency": "EUR", "reason": nil, "missing": nil]
    case "stripe.refund": return ["id": .string("re_\(key)"), "status": "succeeded"]
    case "meeting.create":
      return ["id": .string("m_\(key)"), "url": .string("https://meet.example/m_\(key)"), "password": nil]
    case "crm.upsert": return ["lead": "1"]
    case "email.send": return ["message_id": .string("<\(key)@test>")]
    default: return generic(request)
    }
  }

  private func amount(of request: StepRequest) -> Value {
    guard let id = request.input["refund"]?.stringValue else { return 3_000 }
    return acts[String(id.dropFirst(3))]?.first?.input["amount"] ?? 3_000
  }

  private func generic(_ request: StepRequest) -> Value {
    var values = ValueDraw(draw: Draw(seed, "reply \(Self.business(request.key))"))
    var map = ValueMap()
    for field in catalogue[request.step]?.returns ?? [] {
      map[field.name] =
        field.type == .string ? .string("id_\(Self.business(request.key))") : values.value(of: field.type)
    }
    return .map(map)
  }
}
