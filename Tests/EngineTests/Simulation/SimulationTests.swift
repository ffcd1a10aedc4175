import EngineSimulation
import Testing

/// The production engine in virtual time, while everything around it is as bad as a seed says.
@Suite struct SimulationTests {
  private static let seedsPerBatch: UInt64 = 10

  @Test(arguments: UInt64(0)..<20) func noSeedFindsAnything(batch: UInt64) throws {
    for seed in batch * Self.seedsPerBatch..<(batch + 1) * Self.seedsPerBatch {
      let run = try SimulationRun(SimulationPlan(seed: seed))
      run.run()
      let trace = Comment(rawValue: run.trace.suffix(40).joined(separator: "\n"))
      #expect(run.findings == [], "make simulate SEED=\(seed) repeats it: \(trace)")
      // The memory of a run grows with its turns, so that few turns are little memory.
      #expect(run.turns < 5_000)
    }
  }

  @Test func aSenderForWhoseEventThereIsNoRoomAsksEverMoreSeldom() throws {
    // A family with a full queue stays stopped for weeks, until an operator decides about it.
    for seed in [277 as UInt64, 660] {
      let run = try SimulationRun(SimulationPlan(seed: seed))
      run.run()
      #expect(run.findings == [])
      #expect(run.turns < 5_000)
    }
  }

  @Test(arguments: UInt64(0)..<8) func aBrokenFamilyIsNotSeenInAnother(seed: UInt64) throws {
    #expect(try FamilyIsolation(seed: seed).findings() == [])
  }

  /// The later ones found what a skip left: a machine that waited for nothing, without its step or without its timer.
  @Test(arguments: Array(UInt64(0)..<8) + [29, 109, 449, 749, 1_189, 1_569])
  func whateverOperatorsLeaveOutTheBookingGoesOn(seed: UInt64) throws {
    #expect(try OperatorDecisions(seed: seed).run().findings == [])
  }

  @Test func aSeedRunsTheSameAgain() throws {
    for seed in [5 as UInt64, 7] {
      let runs = try (0..<2).map { _ in try SimulationRun(SimulationPlan(seed: seed)) }
      for run in runs { run.run() }
      #expect(runs[0].trace == runs[1].trace)
      #expect(runs[0].trace.count > 20)
    }
  }

  @Test func aFailingRunIsShrunkToFewMoves() throws {
    let fault = PlantedFault.losesAnswers
    let seed = try #require(PlantedFaultTests.seeds[fault])
    let plan = try SimulationPlan(seed: seed)
    let run = try Shrinking(fault: fault, limit: 60).shrink(plan)
    #expect(!run.findings.isEmpty)
    #expect(run.plan.size < plan.size / 2)
  }

  @Test(arguments: UInt64(0)..<12) func theEndDoesNotDependOnTheOrderOfWebhooks(seed: UInt64) throws {
    #expect(try EventOrder(seed: seed).findings() == [])
  }

  /// The seeds that found each deliberate fault first, of all from 0 on.
  @Suite struct PlantedFaultTests {
    static let seeds: [PlantedFault: UInt64] = [
      .skipsDeduplication: 0, .keepsWhatWasRolledBack: 0, .forgetsOpenAttempts: 0, .starvesNotifications: 0,
      .ignoresClaims: 142, .ignoresStepKeys: 31, .forgetsTime: 135, .losesPostings: 4, .keepsDisarmedTimers: 0,
      .losesTimers: 0, .losesIncidents: 1, .forgetsWaitingEvents: 15, .losesAnswers: 0, .losesMachines: 0,
      .losesHistory: 0, .losesViews: 0, .keepsClaims: 0, .losesStops: 14, .settlesTwice: 0, .losesKeyGenerations: 40,
      .growsQueues: 120, .rollsBackNeighbours: 109, .stopsNeighbours: 10, .answersBeforeCommit: 14,
      .resendsWhatIsUnknown: 39, .takesSilenceForRefusal: 34, .takesAcceptedForDone: 148,
      .takesUndecidedForAbsent: 1_828, .ignoresPauses: 0, .drawsAKeyForEachAttempt: 410, .forgetsTheEpoch: 312,
      .trustsAnyClock: 8, .exceedsSlots: 2, .keepsEveryFamily: 2, .keepsEveryStranger: 26, .ignoresQuotas: 15,
      .oversleeps: 4,
    ]

    @Test func eachDeliberateFaultHasASeed() {
      #expect(Set(Self.seeds.keys) == Set(PlantedFault.allCases))
    }

    @Test(arguments: seeds.keys.sorted { $0.rawValue < $1.rawValue }) func aDeliberateFaultIsFound(
      _ fault: PlantedFault
    ) throws {
      let seed = try #require(Self.seeds[fault], "make simulate FAULTS=1 looks for the seed that finds it")
      #expect(try !SeedVerdict(seed: seed, fault: fault).findings.isEmpty)
      // The same run without the fault finds nothing, so that it is the fault that was found.
      #expect(try SeedVerdict(seed: seed).findings == [])
    }
  }
}
