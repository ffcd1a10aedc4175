import EngineMessages
import Execution
import Storage
import Testing
import WorkflowEngine
import WorkflowTesting

/// An operator's impatience while a provider is being asked.
@Suite struct RetryDuringLookUpTests {
  @Test func aRetryStartsNoSecondLookUp() throws {
    let small = try Small(bundle: Turns.bundle(Small.payment))
    let providers = small.simulation.providers
    providers.answers["stripe.transfer"] = [.unknown(StepError(code: "connection_lost", message: "lost"))]
    small.simulation.holdsBack = { $0.kind == .reconcile }
    try small.start()
    try small.wait(.seconds(60))
    #expect(providers.log.map(\.kind) == [.send, .reconcile])
    let task = try #require(try small.simulation.reader().tasks(in: .unknown, after: nil, limit: 1).first)
    guard case .carriedOut = try small.act(.taskRetry(task.id)) else { throw Failure("not retried") }
    try small.wait(.seconds(60))
    #expect(providers.log.map(\.kind) == [.send, .reconcile])
    #expect(try small.simulation.verify().map(\.description) == [])
    small.simulation.holdsBack = { _ in false }
    try small.simulation.deliverHeld()
    try small.wait(.seconds(60))
    #expect(providers.acts(of: "stripe.transfer").count == 1)
    #expect(try small.simulation.reader().task(task.id)?.status == .done)
  }
}
