import CEL
import Execution

/// Steps that do nothing, for benchmarks only. As a real executor's, their outcomes come from another thread than the writer's.
final class NullExecutor: Executor {
  static let name = "null"
  static let declaration = StepDeclaration(
    name: "null.step", stepClass: .pure, input: [.init("n", .int)], returns: [.init("n", .int)])

  private let waiting = BlockingQueue<@Sendable () -> Void>()

  init() {
    let queue = waiting
    startBenchThread {
      while let work = queue.take(limit: 1_000, waiting: nil) {
        for complete in work { complete() }
      }
    }
  }

  var name: String { Self.name }
  var steps: [StepDeclaration] { [Self.declaration] }
  var concurrency: Int { 1_000 }

  func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    waiting.push { completion(.done(["n": 1])) }
  }
}
