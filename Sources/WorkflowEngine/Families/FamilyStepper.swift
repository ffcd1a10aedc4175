internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// Describes how a step of a family is recorded in its history.
struct StepLabel {
  enum Kind: String { case start, event, timer, outcome, act, wake }

  var kind: Kind
  var name: String
  var actor: String
}

/// The reason why a step of a family could not be taken. The family is as it was before.
struct StepFault: Error {
  let failure: StepFailure
  let input: StepInput
}

/// The result of a step that was taken.
struct TakenStep {
  let disposition: EventDisposition
  /// False for an event that changed nothing; the history has no row for it.
  let isWritten: Bool
}

/// Takes one step of a family and writes its effects.
struct FamilyStepper {
  let context: TurnContext

  /// Takes a step. On a failure the family stays as it was and nothing is written; the caller decides about the input.
  ///
  /// An event that changes nothing is not written either, because otherwise any sender could fill the disk; nor is the
  /// end of an attempt that nothing waited for. An operator's event is always recorded, with its reason.
  func step(
    _ family: LoadedFamily, _ offer: FamilyInput, _ label: StepLabel
  ) throws(StoreError) -> Result<TakenStep, StepFault> {
    context.output.steps += 1
    let offered = StepInput(input: offer, now: context.now, inFlight: family.inFlight)
    let (change, input): (FamilyChange, StepInput)
    do throws(FamilyFault) {
      (change, input) = try transition(family, offered)
    } catch {
      return .failure(StepFault(failure: try error.failure(of: family), input: offered))
    }
    if offer.mayBeForgotten, change.leaves(family.snapshot) {
      for record in TransitionJournal(at: context.now, family: family).records(of: change.trace, label) {
        context.tell(record)
      }
      context.options.onUnwritten?(change)
      return .success(TakenStep(disposition: change.disposition, isWritten: false))
    }
    let written = try context.attempt(family.id) { () throws(FamilyFault) in
      try FamilyWriter(context: context, family: family).write(change, input, label)
    }
    switch written {
    case .success: return .success(TakenStep(disposition: change.disposition, isWritten: true))
    case .failure(let fault): return .failure(StepFault(failure: try fault.failure(of: family), input: input))
    }
  }

  /// Takes a step for which no caller waits. On a failure the family is stopped, and an incident holds the input.
  ///
  /// - Returns: the disposition; nil if the family was stopped.
  @discardableResult
  func stepOrStop(
    _ family: LoadedFamily, _ offer: FamilyInput, _ label: StepLabel, holding inbox: InboxID? = nil
  ) throws(StoreError) -> EventDisposition? {
    switch try step(family, offer, label) {
    case .success(let taken): return taken.disposition
    case .failure(let fault):
      try stop(family.id, fault, label, holding: inbox)
      return nil
    }
  }

  /// Stops a family in its state before a failed step; an incident holds the step's input.
  func stop(_ id: FamilyID, _ fault: StepFault, _ label: StepLabel, holding inbox: InboxID?) throws(StoreError) {
    // A fault during writing dropped the family from the cache; its row is read again.
    var untold: StepName?
    if case .outcome(let name, _) = fault.input.input { untold = name }
    guard let family = try context.families.load(id, untold: untold).family else { return }
    if family.record.status != .stopped {
      family.record.status = .stopped
      family.record.updatedAt = context.stored(context.now)
      try context.store.updateFamily(family.record)
      family.record.version += 1
    }
    let held = StepInputCoding.encode(fault.input, bundle: family.bundle)
    let failure = fault.failure
    try context.incidents.open(
      failure.code,
      title: "\(label.kind.rawValue) '\(label.name)' cannot be stepped: \(failure.machine): \(failure.message)",
      family: id, reference: family.key, inbox: inbox,
      detail: IncidentDetail.holds(input: held, label: label, failure: failure).value)
  }

  /// Computes the transition, a second time with its claims refused if others hold what it claims. The returned input
  /// is the one of the last computation.
  func transition(
    _ family: LoadedFamily, _ first: StepInput
  ) throws(FamilyFault) -> (change: FamilyChange, input: StepInput) {
    let claims = ClaimLedger(context: context)
    let change = try pure { () throws(StepFailure) in try family.bundle.transition(family.snapshot, first) }
    guard try claims.firstRefused(of: change.effects, for: family.id) != nil else { return (change, first) }
    var input = first
    input.isRefused = true
    let second = try pure { () throws(StepFailure) in try family.bundle.transition(family.snapshot, input) }
    if let claim = try claims.firstRefused(of: second.effects, for: family.id) {
      throw .step(
        StepFailure(
          code: "claim-refused", message: "'\(claim.resource)' is taken, and there is no 'onRefused' for that",
          machine: family.bundle.root.name, line: 0))
    }
    return (second, input)
  }
}

extension FamilyInput {
  /// True if the history needs no row in case that nothing changes.
  fileprivate var mayBeForgotten: Bool {
    switch self {
    case .event(let event): event.role != "operator"
    case .wake: true
    case .start, .timer, .outcome, .dropTimer: false
    }
  }
}

extension FamilyChange {
  /// True if the input had no effect and left the family as it was.
  fileprivate func leaves(_ snapshot: FamilySnapshot) -> Bool {
    switch disposition {
    case .ignored, .already, .rejected: effects.isEmpty && next == snapshot
    case .handled, .deferred: false
    }
  }
}
