internal import CivilTime
internal import EngineMessages
internal import Execution
internal import Statecharts
internal import StorageTesting
internal import WorkflowEngine

/// A deliberate fault of the engine, by which the simulation proves that it would notice one.
public enum PlantedFault: String, CaseIterable, Sendable {
  case skipsDeduplication, keepsWhatWasRolledBack, forgetsOpenAttempts, starvesNotifications, ignoresClaims
  case ignoresStepKeys, forgetsTime, losesPostings, keepsDisarmedTimers, losesTimers, losesIncidents
  case forgetsWaitingEvents, losesAnswers, losesMachines, losesHistory, losesViews, keepsClaims
  case losesStops
  /// The answer of an attempt is taken again when a copy of it arrives.
  case settlesTwice
  /// The generation of a step's key is forgotten when the step is written.
  case losesKeyGenerations
  /// Any number of events waits for a stopped family.
  case growsQueues
  /// A family that fails takes along what others did in the same turn.
  case rollsBackNeighbours
  /// A family that is stopped stops another one.
  case stopsNeighbours
  /// The reply leaves before the commit is on disk, and a crash takes the commit back.
  case answersBeforeCommit
  /// The outcome of a payment is unknown, and it is sent again all the same.
  case resendsWhatIsUnknown
  /// A lost reply counts as a refusal.
  case takesSilenceForRefusal
  /// An operation that a provider has only accepted counts as done.
  case takesAcceptedForDone
  /// A provider that cannot tell counts as one that says no.
  case takesUndecidedForAbsent
  /// A pause that a provider asks for is not kept.
  case ignoresPauses
  /// Each attempt has a key of its own, so that the provider cannot recognise a repetition.
  case drawsAKeyForEachAttempt
  /// The precondition of a step, such as the epoch of a mail's date, is not asked before an attempt.
  case forgetsTheEpoch
  /// A clock that is not trusted is trusted.
  case trustsAnyClock
  /// One attempt more than an executor takes is out.
  case exceedsSlots
  /// Decoded families stay in memory, however many there are.
  case keepsEveryFamily
  /// Any number of events waits for families that are not there.
  case keepsEveryStranger
  /// A party may send any number of events.
  case ignoresQuotas
  /// The daemon wakes an hour too late.
  case oversleeps

  /// The store's behaviour that has the effect of this fault of the engine.
  var lies: Set<StoreLie> {
    switch self {
    case .skipsDeduplication: [.forgetsKeys]
    case .keepsWhatWasRolledBack: [.keepsRolledBack]
    case .forgetsOpenAttempts: [.forgetsOpenAttempts]
    case .starvesNotifications: [.hidesNotifications]
    case .ignoresClaims: [.forgetsClaims]
    case .ignoresStepKeys: [.forgetsStepKeys]
    case .forgetsTime: [.losesFacts]
    case .losesPostings: [.losesPostings]
    case .keepsDisarmedTimers: [.keepsTimers]
    case .losesTimers: [.losesTimers]
    case .losesIncidents: [.losesIncidents]
    case .forgetsWaitingEvents: [.hidesWaitingEvents]
    case .losesAnswers: [.losesAnswers]
    case .losesMachines: [.losesMachines]
    case .losesHistory: [.losesHistory]
    case .losesViews: [.losesViews]
    case .keepsClaims: [.keepsClaims]
    case .losesStops: [.losesStops]
    case .settlesTwice: [.forgetsAnswers]
    case .losesKeyGenerations: [.losesGenerations]
    case .growsQueues: [.forgetsQueues]
    case .rollsBackNeighbours: [.rollsBackTooMuch]
    case .stopsNeighbours: [.stopsNeighbours]
    default: []
    }
  }

  /// The limits that the engine keeps.
  func alter(_ limits: SimulationLimits) -> SimulationLimits {
    var altered = limits
    switch self {
    case .keepsEveryFamily: altered.cacheBytes = .max / 4
    case .keepsEveryStranger: altered.unmatched = .max
    case .ignoresQuotas: altered.eventsPerRole = .max
    default: break
    }
    return altered
  }

  /// The answer that the engine understands instead of the one that it was given.
  func alter(_ input: TurnInput) -> TurnInput {
    switch (self, input) {
    case (.resendsWhatIsUnknown, .outcome(let name, .unknown(let error))):
      .outcome(name, .retry(error, after: nil))
    case (.takesSilenceForRefusal, .outcome(let name, .unknown(let error))): .outcome(name, .failed(error))
    case (.takesAcceptedForDone, .outcome(let name, .accepted(let data))): .outcome(name, .done(data))
    case (.takesUndecidedForAbsent, .reconciled(let name, .undecided)): .reconciled(name, .absent)
    case (.ignoresPauses, .outcome(let name, .retry(let error, _))): .outcome(name, .retry(error, after: nil))
    default: input
    }
  }

  /// The turn that the engine would have taken instead.
  func alter(_ turn: Turn) -> Turn {
    var altered = turn
    switch self {
    case .oversleeps: altered.nextWake = turn.nextWake?.adding(.seconds(3_600))
    case .drawsAKeyForEachAttempt:
      for place in altered.dispatches.indices where altered.dispatches[place].kind == .send {
        let request = turn.dispatches[place].request
        altered.dispatches[place].request = StepRequest(
          attempt: request.attempt, step: request.step,
          key: "\(Counterparts.business(request.key))/g\(request.number + 90)",
          input: request.input, reference: request.reference, bundle: request.bundle, now: request.now,
          startedAt: request.startedAt, number: request.number, timeout: request.timeout)
      }
    default: break
    }
    return altered
  }

  /// The definitions as the engine reads them.
  func alter(_ bundle: Bundle) -> Bundle {
    guard self == .forgetsTheEpoch else { return bundle }
    return bundle.replacing(
      machines: bundle.machines.map { machine in
        var altered = machine
        for place in altered.steps.indices { altered.steps[place].precondition = nil }
        return altered
      })
  }
}
