import CEL
import CivilTime
import EngineMessages
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// A fault of our own configuration is nobody's step's fault: its work waits, and one incident tells of it.
@Suite struct ExecutorHealthTests {
  private static func ours(_ code: String) -> StepOutcome {
    .retry(StepError(code: code, message: "change a setting", isOurs: true), after: nil)
  }

  private static let mailing = """
    events: {again: {data: {}, by: [operator], otherwise: reject}}
    view: {state: {value: "${'x'}"}}
    initial: sending
    states:
      sending:
        invoke:
          step: email.send
          with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}
          retry: {first: PT5S, factor: 2, cap: PT6H, for: P1D}
          onDone: {target: sent}
          onError: {target: failed}
        on: {again: {}}
      sent: {rest: true, on: {again: {}}}
      failed: {rest: true, on: {again: {}}}
    """

  private func small(_ outcomes: [StepOutcome]) throws -> Small {
    let small = try Small(Self.mailing)
    small.simulation.providers.failures["email.send"] = outcomes
    return small
  }

  @Test func aStepWaitsLongerThanItsBudgetAndGoesOnWithinTheHour() throws {
    let small = try small(Array(repeating: Self.ours("token"), count: 10_000))
    try small.start()
    try small.wait(.seconds(20 * 86_400))
    #expect(try small.state == "sending")
    let incident = try #require(try small.incidents.first)
    #expect(try small.incidents.count == 1)
    #expect(incident.code == "executor-unhealthy")
    #expect(incident.title.contains("token: change a setting"))
    small.simulation.providers.failures = [:]
    try small.wait(.seconds(3_600))
    #expect(try small.state == "sent")
    #expect(try small.incidents.isEmpty)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func aSpontaneousFailureAfterwardsKeepsItsOwnTime() throws {
    let busy = StepOutcome.retry(StepError(code: "busy", message: "later"), after: nil)
    let small = try small(Array(repeating: Self.ours("token"), count: 40) + [busy, busy])
    try small.start()
    try small.wait(.seconds(4 * 86_400))
    #expect(try small.state == "sent")
    #expect(try small.incidents.isEmpty)
  }

  @Test func manyStepsOfOneExecutorShareOneIncidentForEachCode() throws {
    let small = try small(
      Array(repeating: Self.ours("token"), count: 20) + Array(repeating: Self.ours("version"), count: 20))
    for number in 1...10 { try small.start("S-\(number)") }
    #expect(try small.incidents.count == 1)
    try small.wait(.seconds(60))
    #expect(try small.incidents.map(\.code) == ["executor-unhealthy", "executor-unhealthy"])
    try small.wait(.seconds(2 * 86_400))
    #expect(try small.incidents.isEmpty)
    #expect(small.simulation.providers.acts(of: "email.send").count == 10)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  /// Another step that is carried out proves nothing while the first still waits for the same reason.
  @Test func anIncidentStaysWhileItsStepWaits() throws {
    let small = try small([Self.ours("stage"), Self.ours("stage")])
    try small.start("S-1")
    small.simulation.providers.failures = [:]
    try small.start("S-2")
    #expect(try small.incidents.count == 1)
    try small.wait(.seconds(60))
    #expect(try small.incidents.isEmpty)
  }

  @Test func anOperatorsRetryTriesItAtOnce() throws {
    let small = try small(Array(repeating: Self.ours("token"), count: 10))
    try small.start()
    try small.wait(.seconds(60))
    small.simulation.providers.failures = [:]
    let task = try #require(try small.incidents.first?.task)
    #expect(try small.act(.taskRetry(task)).verdict != nil)
    #expect(try small.state == "sent")
    #expect(try small.incidents.isEmpty)
  }

  @Test func moneyThatWaitsForOurKeyIsSentOnceAndNeverParked() throws {
    let bench = try Bench()
    bench.providers.failures["stripe.transfer"] = Array(repeating: Self.ours("unauthorized"), count: 10_000)
    bench.providers.findings["stripe.transfer"] = Array(
      repeating: .undecided(StepError(code: "unauthorized", message: "renew the key", isOurs: true)), count: 10_000)
    try bench.deliver()
    try bench.wait(.seconds(20 * 86_400))
    try bench.expect(escrow: "releasing")
    #expect(try bench.incidents().map(\.code) == ["executor-unhealthy"])
    bench.providers.failures = [:]
    bench.providers.findings = [:]
    try bench.wait(.seconds(2 * 3_600))
    try bench.expect(escrow: "released")
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    try bench.expectSound()
  }
}
