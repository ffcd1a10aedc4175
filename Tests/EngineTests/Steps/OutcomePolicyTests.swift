import CEL
import CivilTime
import Execution
import Testing

@testable import WorkflowEngine

/// Every rule about what follows from an outcome (docs/protocol.md, 4), in one table.
@Suite struct OutcomePolicyTests {
  private static let now = Instant(seconds: 1_800_000_000, nanoseconds: 0)!
  private static let error = StepError(code: "x", message: "y")
  private static let ours = StepError(code: "x", message: "y", isOurs: true)
  private static let data: Value = ["id": "1"]

  private static func after(_ seconds: Int64) -> Instant { now.adding(.seconds(seconds))! }
  private static func before(_ seconds: Int64) -> Instant { now.adding(.seconds(-seconds))! }

  /// A step of a class whose retries come after exactly a minute (seed 0 of attempt 1 is spread, so that times are compared by kind).
  private static func facts(
    _ stepClass: StepClass, _ change: (inout OutcomePolicy.Facts) -> Void = { _ in }
  ) -> OutcomePolicy.Facts {
    var facts = OutcomePolicy.Facts(stepClass: stepClass, settlementDeadline: after(30 * 86_400), now: now)
    facts.retry = RetryPolicy(first: .seconds(60), factor: 2, cap: .seconds(3_600))
    facts.reconciles = stepClass == .money
    facts.keyLifetime = stepClass == .money || stepClass == .idempotent ? .seconds(86_400) : nil
    facts.keySentAt = before(10)
    facts.sentAt = before(10)
    facts.deadline = after(72 * 3_600)
    change(&facts)
    return facts
  }

  /// A decision without its instants.
  enum Word: Equatable {
    case done, failed(String), accepted, stillAccepted, send, sendNewKey, ask, park(String), stopped, drop

    init(_ decision: OutcomePolicy.Decision) {
      switch decision {
      case .done: self = .done
      case .failed(let error): self = .failed(error.code)
      case .accepted: self = .accepted
      case .stillAccepted: self = .stillAccepted
      case .send(_, let newKey, _): self = newKey ? .sendNewKey : .send
      case .ask: self = .ask
      case .park(let error): self = .park(error.code)
      case .stopped: self = .stopped
      case .drop: self = .drop
      }
    }
  }

  private static let over: @Sendable (inout OutcomePolicy.Facts) -> Void = { $0.deadline = after(1) }
  private static let late: @Sendable (inout OutcomePolicy.Facts) -> Void = { $0.isLate = true }
  private static let halted: @Sendable (inout OutcomePolicy.Facts) -> Void = { $0.isHalted = true }
  private static let settled: @Sendable (inout OutcomePolicy.Facts) -> Void = { $0.sentAt = before(1_000) }
  private static let old: @Sendable (inout OutcomePolicy.Facts) -> Void = {
    $0.keySentAt = before(86_400)
    $0.sentAt = before(86_400)
  }
  private static let replayed: @Sendable (inout OutcomePolicy.Facts) -> Void = {
    $0.isReplayed = true
    $0.sentAt = before(1_000)
  }

  static let outcomes: [(String, OutcomePolicy.Facts, StepOutcome, Word)] = [
    ("done is done, whatever the class", facts(.money), .done(data), .done),
    ("done is done, however late", facts(.money, late), .done(data), .done),
    ("done is done, after the budget", facts(.money, over), .done(data), .done),
    ("accepted is looked up later", facts(.money), .accepted(data), .accepted),
    ("a late step that was accepted is looked up too", facts(.money, late), .accepted(data), .accepted),
    ("failed has failed", facts(.money), .failed(error), .failed("x")),
    ("what surely did not happen is sent again", facts(.money), .retry(error, after: nil), .send),
    ("within the budget", facts(.idempotent, over), .retry(error, after: nil), .failed("retries_exhausted")),
    ("money is parked when it is used up", facts(.money, over), .retry(error, after: nil), .park("x")),
    (
      "a provider's delay counts against the budget", facts(.notify), .retry(error, after: .seconds(80 * 3_600)),
      .failed("retries_exhausted")
    ),
    ("nobody sends what was given up", facts(.money, late), .retry(error, after: nil), .drop),
    ("nor what was stopped: its machine hears so", facts(.money, halted), .retry(error, after: nil), .stopped),
    ("whoever is to blame", facts(.money, halted), .failed(ours), .stopped),
    ("what was stopped and happened is done", facts(.money, halted), .done(data), .done),
    ("what was stopped and accepted is looked up", facts(.money, halted), .accepted(data), .accepted),
    ("what was stopped and may have happened is asked about", facts(.money, halted), .unknown(error), .ask),
    ("a read that was stopped has happened to nobody", facts(.pure, halted), .unknown(error), .stopped),
    ("a mail that was stopped is not sent again", facts(.notify, halted), .unknown(error), .failed("unknown_outcome")),
    (
      "nor what nobody can be asked about", facts(.idempotent, halted), .unknown(error), .failed("unknown_outcome")
    ),
    (
      "what can be is",
      facts(.idempotent) {
        halted(&$0); $0.reconciles = true
      }, .unknown(error), .ask
    ),
    ("a fault of ours uses up no time", facts(.notify, over), .retry(ours, after: nil), .send),
    ("nor does it fail the step", facts(.idempotent, over), .failed(ours), .send),
    ("money that waits for us is never parked", facts(.money, over), .unknown(ours), .ask),
    ("what was given up is not sent for it", facts(.money, late), .retry(ours, after: nil), .drop),
    ("money of which nobody knows is asked about, never sent", facts(.money), .unknown(error), .ask),
    ("also when it was given up", facts(.money, late), .unknown(error), .ask),
    ("also when its key is old", facts(.money, old), .unknown(error), .ask),
    ("money of which nobody knows is parked when time is used up", facts(.money, over), .unknown(error), .park("x")),
    (
      "money that was given up as well",
      facts(.money) {
        late(&$0); over(&$0)
      }, .unknown(error), .park("x")
    ),
    ("a read is read again", facts(.pure), .unknown(error), .send),
    ("a known key is sent again", facts(.idempotent), .unknown(error), .send),
    ("a key that may be forgotten is asked about", facts(.idempotent, old), .unknown(error), .ask),
    (
      "keys without a lifetime are sent again",
      facts(.idempotent) {
        old(&$0); $0.keyLifetime = nil
      }, .unknown(error),
      .send
    ),
    (
      "an error that is replayed by rote is asked about",
      facts(.idempotent) {
        replayed(&$0); $0.reconciles = true
      }, .unknown(error), .ask
    ),
    ("unless nobody can be asked", facts(.idempotent, replayed), .unknown(error), .send),
    (
      "what was given up is asked about if one can",
      facts(.idempotent) {
        late(&$0); $0.reconciles = true
      },
      .unknown(error), .ask
    ),
    ("else it is dropped", facts(.idempotent, late), .unknown(error), .drop),
    ("a mail is sent again", facts(.notify), .unknown(error), .send),
    ("a text message is not", facts(.notify) { $0.onUnknown = .skip }, .unknown(error), .failed("unknown_outcome")),
    (
      "a person is asked instead", facts(.notify) { $0.onUnknown = .task }, .unknown(error),
      .failed("unknown_outcome")
    ),
    ("a person's step has no unknown outcome", facts(.human), .unknown(error), .failed("x")),
  ]

  static let findings: [(String, OutcomePolicy.Facts, Reconciliation, Word)] = [
    ("found is done", facts(.money), .found(data), .done),
    ("found is done, however late", facts(.money, late), .found(data), .done),
    ("what is pending was accepted", facts(.money), .pending(data), .accepted),
    (
      "what was accepted and is pending stays so", facts(.money) { $0.wasAccepted = true }, .pending(data),
      .stillAccepted
    ),
    (
      "until a person is asked",
      facts(.money) {
        $0.wasAccepted = true; $0.settlementDeadline = after(1)
      }, .pending(data), .park("not_settled")
    ),
    ("what came to nothing has failed", facts(.money) { $0.wasAccepted = true }, .failed(error), .failed("x")),
    ("absent soon after sending is not believed", facts(.money), .absent, .ask),
    (
      "nor when the provider was asked too soon and its answer came late",
      facts(.money) {
        settled(&$0); $0.askedAt = $0.sentAt?.adding(.seconds(25))
      }, .absent, .ask
    ),
    ("absent later is sent again under its key", facts(.money, settled), .absent, .send),
    ("under a new one when the old may be forgotten", facts(.money, old), .absent, .sendNewKey),
    ("under a new one when the old replays an error", facts(.money, replayed), .absent, .sendNewKey),
    (
      "not after the budget",
      facts(.money) {
        settled(&$0); $0.deadline = before(1)
      }, .absent, .park("absent")
    ),
    (
      "not when it was given up",
      facts(.money) {
        settled(&$0); late(&$0)
      }, .absent, .drop
    ),
    (
      "nor when it was stopped: its machine hears so",
      facts(.money) {
        settled(&$0); halted(&$0)
      }, .absent, .stopped
    ),
    ("which is not believed too soon either", facts(.money, halted), .absent, .ask),
    (
      "what was accepted cannot be absent: a person looks",
      facts(.money) {
        settled(&$0); $0.wasAccepted = true
      },
      .absent, .park("accepted_and_absent")
    ),
    ("who does not know yet is asked again", facts(.money), .undecided(error), .ask),
    ("until time is used up", facts(.money, over), .undecided(error), .park("x")),
    (
      "another object under the step's key is for a person at once", facts(.money),
      .undecided(StepError(code: "other_object", message: "")), .park("other_object")
    ),
    (
      "of what was accepted on its own rhythm",
      facts(.money) {
        $0.wasAccepted = true; over(&$0)
      }, .undecided(error),
      .stillAccepted
    ),
    ("a key of ours that does not open is no reason to park", facts(.money, over), .undecided(ours), .ask),
    (
      "nor for what was accepted long ago",
      facts(.money) {
        $0.wasAccepted = true; $0.settlementDeadline = before(1)
      }, .undecided(ours), .stillAccepted
    ),
    (
      "an idempotent step fails when time is used up", facts(.idempotent, over), .undecided(error),
      .failed("retries_exhausted")
    ),
  ]

  @Test(arguments: outcomes.indices) func anOutcomeIsDecidedByItsRule(_ index: Int) {
    let (rule, facts, outcome, expected) = Self.outcomes[index]
    #expect(Word(OutcomePolicy(facts: facts).decide(outcome)) == expected, "\(rule)")
  }

  @Test(arguments: findings.indices) func aFindingIsDecidedByItsRule(_ index: Int) {
    let (rule, facts, finding, expected) = Self.findings[index]
    #expect(Word(OutcomePolicy(facts: facts).decide(finding)) == expected, "\(rule)")
  }

  @Test func delaysGrowToTheirCapAndAreAtLeastTheProviders() {
    func at(_ attempts: Int, after: Duration? = nil) -> Duration {
      let facts = Self.facts(.money) { $0.attempts = attempts }
      guard case .send(let at, _, _) = OutcomePolicy(facts: facts).decide(.retry(Self.error, after: after)) else {
        return .zero
      }
      return at.duration(since: Self.now)
    }
    #expect((Duration.seconds(48)...(.seconds(60))).contains(at(1)))
    #expect((Duration.seconds(96)...(.seconds(120))).contains(at(2)))
    #expect((Duration.seconds(2_880)...(.seconds(3_600))).contains(at(40)))
    #expect(at(1, after: .seconds(7_200)) == .seconds(7_200))
  }

  @Test func stepsThatWaitForOurSettingsAreRetriedHourlyAtLeast() {
    let facts = Self.facts(.money) {
      $0.attempts = 40
      $0.retry.cap = .seconds(86_400)
    }
    guard case .send(let at, _, _) = OutcomePolicy(facts: facts).decide(.retry(Self.ours, after: .seconds(86_400)))
    else {
      Issue.record("it is not sent again")
      return
    }
    #expect(at == Self.after(3_600))
  }

  @Test func anAbsenceIsAskedAboutAgainOnceNoCopyCanArrive() {
    let facts = Self.facts(.money) { $0.quietPeriod = .seconds(600) }
    guard case .ask(let at, _) = OutcomePolicy(facts: facts).decide(.absent) else {
      Issue.record("it was not asked again")
      return
    }
    #expect(at == Self.after(590))
  }

  @Test func anAcceptedStepIsAskedAboutOnItsRhythm() {
    let policy = OutcomePolicy(facts: Self.facts(.money) { $0.lookup = .seconds(3_600) })
    #expect(policy.decide(StepOutcome.accepted(Self.data)) == .accepted(Self.data, askAt: Self.after(3_600)))
  }

  @Test func beforeAnOldKeyIsUsedAgainTheProviderIsAsked() {
    for (stepClass, isAsked) in [(StepClass.money, true), (.idempotent, true), (.notify, false), (.pure, false)] {
      let facts = Self.facts(stepClass) {
        Self.old(&$0)
        $0.keyLifetime = .seconds(86_400)
      }
      #expect(OutcomePolicy(facts: facts).mustAskFirst == isAsked)
    }
    #expect(!OutcomePolicy(facts: Self.facts(.money)).mustAskFirst)
    #expect(!OutcomePolicy(facts: Self.facts(.money) { $0.keySentAt = nil }).mustAskFirst)
  }
}
