internal import CEL
internal import CivilTime
internal import Execution

/// Decides what follows from the outcome of an attempt (docs/protocol.md, 4). A pure function of the facts: one table test holds all
/// rules about money.
struct OutcomePolicy {
  /// All that the decision may depend on.
  struct Facts {
    var stepClass: StepClass
    var onUnknown: StepDeclaration.OnUnknown = .resend
    var reconciles = false
    /// nil: the provider does not recognise keys.
    var keyLifetime: Duration?
    /// How long after an attempt was sent *absent* cannot be believed yet: its time-out and the provider's settling time.
    var quietPeriod: Duration = .seconds(150)
    /// How often an accepted step is looked up.
    var lookup: Duration = .seconds(86_400)
    var retry = RetryPolicy()
    /// Attempts committed so far, this one included.
    var attempts = 1
    /// Spreads delays; equal for equal runs.
    var seed: UInt64 = 0
    /// The machine gave the step up: only what happened still counts.
    var isLate = false
    /// The provider had accepted the step before this answer.
    var wasAccepted = false
    /// When the present key was sent first; nil: never.
    var keySentAt: Instant?
    /// When something was sent last.
    var sentAt: Instant?
    /// The last attempt to send was answered by a server error that the provider replays under the same key.
    var isReplayed = false
    /// When the retry budget ends, for an accepted step the settlement budget; nil: never.
    var deadline: Instant?
    var settlementDeadline: Instant
    var now: Instant

    /// True if the provider may have forgotten the present key.
    var isKeyExpired: Bool {
      guard let keyLifetime else { return false }
      return keySentAt.map { now.duration(since: $0) >= keyLifetime } ?? false
    }
  }

  enum Decision: Equatable {
    /// It happened: the machine hears it, money is posted.
    case done(Value)
    /// It will not happen: the machine hears the error, money is given back.
    case failed(StepError)
    /// The provider has it and settles it later; it is asked at the instant.
    case accepted(Value, askAt: Instant)
    /// Still accepted: it is asked again.
    case stillAccepted(askAt: Instant)
    /// It is sent at the instant, under a new key if `newKey`.
    case send(at: Instant, newKey: Bool, why: StepError)
    /// Nobody knows: the provider is asked at the instant, and nothing is sent before it has answered.
    case ask(at: Instant, why: StepError)
    /// Time is used up and nobody knows: a person decides.
    case park(StepError)
    /// A step that was given up has not happened: nothing follows.
    case drop
  }

  let facts: Facts

  /// Before something is sent again: a provider that may have forgotten the key is asked first.
  var mustAskFirst: Bool {
    (facts.stepClass == .money || facts.stepClass == .idempotent) && facts.keySentAt != nil && facts.isKeyExpired
  }

  func decide(_ outcome: StepOutcome) -> Decision {
    switch outcome {
    case .done(let data): .done(data)
    case .accepted(let data): .accepted(data, askAt: facts.later(facts.lookup))
    // A fault of ours is not the step's: it waits until somebody has mended it.
    case .failed(let error): error.isOurs ? sendAgain(error, after: nil) : .failed(error)
    case .retry(let error, let after): sendAgain(error, after: after)
    case .unknown(let error): unknown(error)
    }
  }

  func decide(_ finding: Reconciliation) -> Decision {
    switch finding {
    case .found(let data): .done(data)
    case .pending(let data):
      facts.wasAccepted ? stillAccepted(nil) : .accepted(data, askAt: facts.later(facts.lookup))
    case .failed(let error): .failed(error)
    case .absent: absent()
    // The provider has something else under the step's key: no time mends that.
    case .undecided(let error) where error.code == "other_object" && facts.stepClass == .money: .park(error)
    case .undecided(let error): facts.wasAccepted ? stillAccepted(error) : ask(error, after: nil)
    }
  }

  /// Nobody knows whether it happened; the class decides.
  private func unknown(_ error: StepError) -> Decision {
    switch facts.stepClass {
    case .pure: return sendAgain(error, after: nil)
    case .idempotent:
      // The same key again is harmless while the provider remembers it and does not answer by rote.
      if facts.isLate { return facts.reconciles ? ask(error, after: nil) : .drop }
      let isUseless = facts.isReplayed && facts.reconciles
      return isUseless || facts.isKeyExpired ? ask(error, after: nil) : sendAgain(error, after: nil)
    case .notify:
      switch facts.onUnknown {
      case .resend: return sendAgain(error, after: nil)
      case .skip, .task: return .failed(StepError(code: "unknown_outcome", message: error.description))
      }
    case .money: return ask(error, after: nil)
    case .human: return .failed(error)
    }
  }

  /// It surely did not happen: again later, within the budget.
  private func sendAgain(_ error: StepError, after: Duration?) -> Decision {
    if facts.isLate { return .drop }
    let at = facts.again(error, after)
    return facts.isOver(at, error) ? exhausted(error) : .send(at: at, newKey: false, why: error)
  }

  private func ask(_ error: StepError, after: Duration?) -> Decision {
    let at = facts.again(error, after)
    return facts.isOver(at, error) ? exhausted(error) : .ask(at: at, why: error)
  }

  private func stillAccepted(_ error: StepError?) -> Decision {
    let at = facts.later(facts.lookup)
    guard at > facts.settlementDeadline, error?.isOurs != true else { return .stillAccepted(askAt: at) }
    return .park(error ?? StepError(code: "not_settled", message: "the provider has not settled what it accepted"))
  }

  /// The provider does not know the step. It may be sent again once no copy of the lost attempt can still arrive.
  private func absent() -> Decision {
    if facts.wasAccepted {
      return .park(StepError(code: "accepted_and_absent", message: "the provider accepted it and does not know it now"))
    }
    let why = StepError(code: "absent", message: "the provider does not know it")
    if let sent = facts.sentAt, let settled = sent.adding(facts.quietPeriod), facts.now < settled {
      return ask(
        StepError(code: "absent_yet", message: "the provider does not know it; a copy may still be on its way"),
        after: settled.duration(since: facts.now))
    }
    if facts.isLate { return .drop }
    if facts.isOver(facts.now, why) { return exhausted(why) }
    // A new key only when the old one would not be recognised, or would replay a server error.
    return .send(
      at: facts.now, newKey: facts.isKeyExpired || facts.isReplayed || facts.keyLifetime == nil, why: why)
  }

  /// The budget is used up. About money time alone decides nothing: it is parked. The rest has failed.
  private func exhausted(_ error: StepError) -> Decision {
    if facts.stepClass == .money { return .park(error) }
    if facts.isLate { return .drop }
    return .failed(StepError(code: "retries_exhausted", message: error.description))
  }
}

extension OutcomePolicy.Facts {
  fileprivate var delay: Duration { retry.delay(afterAttempt: attempts, seed: seed) }

  fileprivate func later(_ delay: Duration) -> Instant { now.adding(delay) ?? now }

  /// When a step is tried again; what waits for us is tried every hour at least, so that it goes on soon after it was mended.
  fileprivate func again(_ error: StepError, _ after: Duration?) -> Instant {
    let wait = max(delay, after ?? .zero)
    return later(error.isOurs ? min(wait, .seconds(3_600)) : wait)
  }

  /// A fault of ours uses up nothing of the step's budget.
  fileprivate func isOver(_ instant: Instant, _ error: StepError) -> Bool {
    !error.isOurs && (deadline.map { instant > $0 } ?? false)
  }
}
