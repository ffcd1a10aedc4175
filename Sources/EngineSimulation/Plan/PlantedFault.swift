internal import Execution
internal import StorageTesting
internal import WorkflowEngine

/// A deliberate fault of the engine, by which the simulation proves that it would notice one.
public enum PlantedFault: String, CaseIterable, Sendable {
  case skipsDeduplication, keepsWhatWasRolledBack, forgetsOpenAttempts, starvesNotifications, ignoresClaims
  case ignoresStepKeys, forgetsTime, losesPostings, keepsDisarmedTimers, losesTimers, losesIncidents
  case forgetsWaitingEvents, losesAnswers, losesMachines
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
    default: []
    }
  }

  /// The answer that the engine understands instead of the one that it was given.
  func alter(_ input: TurnInput) -> TurnInput {
    switch (self, input) {
    case (.resendsWhatIsUnknown, .outcome(let name, .unknown(let error))):
      .outcome(name, .retry(error, after: nil))
    case (.takesSilenceForRefusal, .outcome(let name, .unknown(let error))): .outcome(name, .failed(error))
    case (.takesAcceptedForDone, .outcome(let name, .accepted(let data))): .outcome(name, .done(data))
    case (.takesUndecidedForAbsent, .reconciled(let name, .undecided)): .reconciled(name, .absent)
    default: input
    }
  }
}
