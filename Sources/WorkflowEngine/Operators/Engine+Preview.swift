public import CEL
internal import CivilTime
internal import Statecharts
public import Storage

extension Engine {
  /// What an operator's event would do, without doing it: verdict, history entry, effects, postings. Between turns only.
  public func preview(_ event: EventInput) throws(StoreError) -> Value {
    guard let reference = event.reference, let record = try store.family(key: reference),
      let family = try load(record.id)
    else { return ["verdict": "unknown", "text": .string("there is no '\(event.reference ?? "")'")] }
    guard let declaration = declaration(of: event.name, in: family.bundle) else {
      return ["verdict": "rejected", "text": .string("'\(record.workflow)' knows no event '\(event.name)'")]
    }
    guard declaration.by.contains(event.role) else {
      return ["verdict": "rejected", "text": .string("'\(event.name)' may not be sent by \(event.role)")]
    }
    var person = ValueMap()
    do {
      let apart = PersonalData.extract(event.body, type: declaration.data, path: "event", into: &person)
      let stimulus = Stimulus.event(Event(name: event.name, role: event.role, data: try declaration.data.decode(apart)))
      var input = StepInput(stimulus: stimulus, now: now, inFlight: family.inFlight)
      var change = try family.bundle.transition(family.snapshot, input)
      if try isRefused(change.effects, record.id) {
        input.isRefused = true
        change = try family.bundle.transition(family.snapshot, input)
      }
      return describe(change, family)
    } catch let error as StoreError {
      throw error
    } catch {
      return ["verdict": "failed", "text": .string("\(error)")]
    }
  }

  private func describe(_ change: FamilyChange, _ family: LoadedFamily) -> Value {
    var effects: [Value] = []
    var postings: [Value] = []
    for effect in change.effects {
      switch effect {
      case .startStep(let start):
        let step = family.bundle.machines[start.name.machine].steps[start.definition].step
        effects.append(.string("starts \(step) '\(start.id)'"))
      case .stopStep(let name): effects.append(.string("stops '\(family.tasks[name]?.step ?? "a step")'"))
      case .settleStep(let name, _): effects.append(.string("settles '\(family.tasks[name]?.step ?? "a step")'"))
      case .armTimer(let machine, let timer, let due, _):
        effects.append(.string("arms \(family.bundle.machines[machine].timers[timer].name) for \(due)"))
      case .disarmTimer(let machine, let timer):
        effects.append(.string("cancels \(family.bundle.machines[machine].timers[timer].name)"))
      case .post(_, let posting):
        let accounts = family.bundle.accounts
        postings.append(
          [
            "from": .string(accounts[posting.from].name), "to": .string(accounts[posting.to].name),
            "amount": .int(posting.amount),
          ])
      case .alarm(_, let text): effects.append(.string("raises: \(text)"))
      case .claim(let claim): effects.append(.string("claims \(claim.resource)"))
      case .release(let claim): effects.append(.string("releases \(family.bundle.claims[claim].name)"))
      case .erase: effects.append("erases personal data")
      }
    }
    let verdict: Value =
      switch change.verdict {
      case .handled: "handled"
      case .ignored: "ignored"
      case .deferred: "deferred"
      case .already: "already"
      case .rejected(let code): .string("rejected: \(code)")
      }
    return [
      "verdict": verdict, "history": family.bundle.encode(change.trace), "effects": .list(effects),
      "postings": .list(postings),
    ]
  }
}
