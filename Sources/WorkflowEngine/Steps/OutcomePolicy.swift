internal import CEL
internal import CivilTime
internal import Execution

/// Decides what follows from the outcome of an attempt (docs/protocol.md, 4). The decision is a pure function of the
/// facts; one table-driven test holds all rules about money.
struct OutcomePolicy {
  /// Everything on which the decision may depend.
  struct Facts {
    var stepClass: StepClass
    var onUnknown: StepDeclaration.OnUnknown = .resend
    var reconciles = false
    /// How long the provider recognises a key after its first use; nil if it does not recognise keys.
    var keyLifetime: Duration?
    /// How long after sending the finding *absent* cannot be trusted: the time-out plus the provider's settling time.
    var quietPeriod: Duration = .seconds(150)
    /// The interval at which an accepted step is looked up.
    var lookup: Duration = .seconds(86_400)
    var retry = RetryPolicy()
    /// The number of attempts committed so far, this one included.
    var attempts = 1
    /// The seed that spreads delays. Equal runs have equal delays.
    var seed: UInt64 = 0
    /// True if the machine gave the step up. From then on only an effect that happened counts.
    var isLate = false
    /// True if the machine stopped the step while an attempt was out. It waits for the outcome, and nothing is sent
    /// any more.
    var isHalted = false
    /// True if the provider had accepted the step before this answer.
    var wasAccepted = false
    /// When the present key was first sent; nil if never.
    var keySentAt: Instant?
    /// When anything was last sent; nil if never.
    var sentAt: Instant?
    /// When the look-up began that this answer belongs to; nil for the answer to a send. What the provider says holds for
    /// that time at the earliest, however long its answer waited for the store.
    var askedAt: Instant?
    /// True if the last send was answered by a server error that the provider replays under the same key.
    var isReplayed = false
    /// When the retry budget ends; nil if never. An accepted step has the settlement budget instead.
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
    /// It happened. The machine receives the result, and money is posted.
    case done(Value)
    /// It will not happen. The machine receives the error, and money is returned.
    case failed(StepError)
    /// The provider has accepted the step and settles it later. It is asked at the given instant.
    case accepted(Value, askAt: Instant)
    /// The step is still accepted. The provider is asked again at the given instant.
    case stillAccepted(askAt: Instant)
    /// The step is sent at the given instant, under a new key if `newKey` is true.
    case send(at: Instant, newKey: Bool, why: StepError)
    /// The outcome is unknown. The provider is asked at the given instant, and nothing is sent before it has answered.
    case ask(at: Instant, why: StepError)
    /// The time is used up and the outcome is unknown. A person decides.
    case park(StepError)
    /// A step that its machine stopped did not happen. The machine is told, and money is returned.
    case stopped
    /// A step that was given up did not happen. Nothing follows.
    case drop
  }

  let facts: Facts

  /// True if the provider has to be asked before the step is sent again, because it may have forgotten the key.
  var mustAskFirst: Bool {
    (facts.stepClass == .money || facts.stepClass == .idempotent) && facts.keySentAt != nil && facts.isKeyExpired
  }

  func decide(_ outcome: StepOutcome) -> Decision {
    switch outcome {
    case .done(let data): .done(data)
    case .accepted(let data): .accepted(data, askAt: facts.later(facts.lookup))
    // A fault of ours is not the step's: the step waits until somebody has repaired it.
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
    // The provider has another object under the step's key, which no amount of waiting repairs.
    case .undecided(let error) where error.code == "other_object" && facts.stepClass == .money: .park(error)
    case .undecided(let error): facts.wasAccepted ? stillAccepted(error) : ask(error, after: nil)
    }
  }

  /// Decides by the step's class when the outcome is unknown.
  private func unknown(_ error: StepError) -> Decision {
    switch facts.stepClass {
    case .pure: return sendAgain(error, after: nil)
    case .idempotent:
      // The same key again is harmless while the provider remembers it and does not replay an error.
      if facts.isLate { return facts.reconciles ? ask(error, after: nil) : .drop }
      if facts.isHalted { return facts.reconciles ? ask(error, after: nil) : unknownForGood(error) }
      let isUseless = facts.isReplayed && facts.reconciles
      return isUseless || facts.isKeyExpired ? ask(error, after: nil) : sendAgain(error, after: nil)
    case .notify:
      switch facts.onUnknown {
      case .resend where !facts.isHalted: return sendAgain(error, after: nil)
      case .resend, .skip, .task: return unknownForGood(error)
      }
    case .money: return ask(error, after: nil)
    case .human: return .failed(error)
    }
  }

  /// Fails a step of which nobody will ever know more.
  private func unknownForGood(_ error: StepError) -> Decision {
    .failed(StepError(code: "unknown_outcome", message: error.description))
  }

  /// Sends the step again later, within its budget, because it certainly did not happen.
  private func sendAgain(_ error: StepError, after: Duration?) -> Decision {
    if facts.isLate { return .drop }
    if facts.isHalted { return .stopped }
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
    return .park(error ?? StepError(code: "not_settled", message: "the provider has not settled the accepted step"))
  }

  /// Decides when the provider does not know the step. It may be sent again once no copy of the lost attempt can still
  /// arrive.
  private func absent() -> Decision {
    if facts.wasAccepted {
      return .park(StepError(code: "accepted_and_absent", message: "the provider accepted it and does not know it now"))
    }
    let why = StepError(code: "absent", message: "the provider does not know it")
    if let sent = facts.sentAt, let settled = sent.adding(facts.quietPeriod),
      facts.askedAt ?? facts.now < settled
    {
      return ask(
        StepError(code: "absent_yet", message: "the provider does not know it; a copy may still be on its way"),
        after: max(.zero, settled.duration(since: facts.now)))
    }
    if facts.isLate { return .drop }
    if facts.isHalted { return .stopped }
    if facts.isOver(facts.now, why) { return exhausted(why) }
    // A new key is drawn only if the provider would not recognise the old one, or would replay a server error under it.
    return .send(
      at: facts.now, newKey: facts.isKeyExpired || facts.isReplayed || facts.keyLifetime == nil, why: why)
  }

  /// Ends a step whose budget is used up. Money is parked, because time alone proves nothing about it; other classes
  /// fail.
  private func exhausted(_ error: StepError) -> Decision {
    if facts.stepClass == .money { return .park(error) }
    if facts.isLate { return .drop }
    return .failed(StepError(code: "retries_exhausted", message: error.description))
  }
}

extension OutcomePolicy.Facts {
  fileprivate var delay: Duration { retry.delay(afterAttempt: attempts, seed: seed) }

  fileprivate func later(_ delay: Duration) -> Instant { now.adding(delay) ?? now }

  /// When a step is tried again. A step that waits for a repair of ours is tried every hour at least, so that it
  /// continues soon after the repair.
  fileprivate func again(_ error: StepError, _ after: Duration?) -> Instant {
    let wait = max(delay, after ?? .zero)
    return later(error.isOurs ? min(wait, .seconds(3_600)) : wait)
  }

  /// True if the budget is used up. A fault of ours uses up none of the step's budget.
  fileprivate func isOver(_ instant: Instant, _ error: StepError) -> Bool {
    !error.isOurs && (deadline.map { instant > $0 } ?? false)
  }
}
