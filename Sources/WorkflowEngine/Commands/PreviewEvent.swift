internal import CEL
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Describes the effect of an operator's event without writing anything.
struct PreviewEvent {
  let event: InboundEvent

  func describe(in context: TurnContext) throws(StoreError) -> Value {
    let reference = event.reference ?? ""
    guard let record = try context.store.family(key: reference) else {
      return ["verdict": "unknown", "text": .string("there is no '\(reference)'")]
    }
    let family: LoadedFamily
    switch try FamilyReader(context: context).read(record) {
    case .success(let read): family = read
    case .failure(let reason):
      return ["verdict": "queued", "text": .string("\(reference) cannot be loaded: \(reason.message)")]
    }
    if family.isStopped { return ["verdict": "queued", "text": .string("\(reference) is stopped")] }
    if family.record.status == .ended { return ["verdict": "rejected", "text": .string("'\(reference)' has ended")] }
    let admitted: AdmittedEvent
    do throws(EventAdmission.Refusal) {
      admitted = try EventAdmission(bundle: family.bundle, mark: { "preview" })
        .admit(event.name, role: event.role, body: event.body)
    } catch {
      return error.reply.value
    }
    do throws(FamilyFault) {
      let change = try FamilyStepper(context: context).transition(
        family, StepInput(input: .event(admitted.event), now: context.now, inFlight: family.inFlight)
      ).change
      return describe(change, family)
    } catch {
      return ["verdict": "failed", "text": .string("\(try error.failure(of: family))")]
    }
  }

  private func describe(_ change: FamilyChange, _ family: LoadedFamily) -> Value {
    var effects: [Value] = []
    var postings: [Value] = []
    for effect in change.effects {
      if case .post(_, let posting) = effect {
        let accounts = family.bundle.accounts
        postings.append([
          "from": .string(accounts[posting.from].name), "to": .string(accounts[posting.to].name),
          "amount": .int(posting.amount),
        ])
      } else {
        effects.append(.string(text(effect, family)))
      }
    }
    let disposition: Value =
      switch change.disposition {
      case .handled: "handled"
      case .ignored: "ignored"
      case .deferred: "deferred"
      case .already: "already"
      case .rejected(let code): .string("rejected: \(code)")
      }
    return [
      "verdict": disposition, "history": JSONText(family.bundle.encode(change.trace)).value ?? .null,
      "effects": .list(effects),
      "postings": .list(postings),
    ]
  }

  private func text(_ effect: Effect, _ family: LoadedFamily) -> String {
    let machines = family.bundle.machines
    switch effect {
    case .startStep(let start):
      return "starts \(machines[start.name.machine].steps[start.definition].step) '\(start.id)'"
    case .stopStep(let name): return "stops '\(family.runs[name]?.step ?? "a step")'"
    case .haltStep(let name):
      return "stops '\(family.runs[name]?.step ?? "a step")' once the outcome of its attempt is known"
    case .settleStep(let name, _): return "settles '\(family.runs[name]?.step ?? "a step")'"
    case .armTimer(let machine, let timer, let due, _): return "arms \(machines[machine].timers[timer].name) for \(due)"
    case .disarmTimer(let machine, let timer): return "cancels \(machines[machine].timers[timer].name)"
    case .post: return ""
    case .publish(let event, _): return "tells all families that listen: \(event)"
    case .alarm(_, let text): return "raises: \(text)"
    case .claim(let claim): return "claims \(claim.resource)"
    case .release(let claim): return "releases \(family.bundle.claims[claim].name)"
    case .erase: return "erases personal data"
    }
  }
}
