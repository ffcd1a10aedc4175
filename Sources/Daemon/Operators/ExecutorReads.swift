import CEL
import CivilTime
import Control
import Execution
import Storage

/// The executors as operators list and check them.
struct ExecutorReads: Sendable {
  let executors: [any Executor]
  let mailboxes: MailboxCheck
  let store: StoreReads
  let now: @Sendable () -> Instant

  /// The code of the engine's incidents about executors.
  private static let unhealthy = "executor-unhealthy"

  func list() async throws(ControlFailure) -> Page<ExecutorSummary> {
    let open = try await store.query { reader throws(StoreError) in
      try reader.incidents(status: .open, family: nil, limit: 10_000)
    }
    let problems = open.filter { $0.code == Self.unhealthy }.map { incident in
      (executor: StoredJSON.value(incident.detail)["executor"]?.stringValue ?? "", title: incident.title)
    }
    return Page(
      sorted.map { executor in
        ExecutorSummary(
          name: executor.name, steps: executor.steps.map(\.name).sorted(), concurrency: Int64(executor.concurrency),
          problems: problems.filter { $0.executor == executor.name }.map(\.title),
          expires: executor.expiries.map { .init(what: $0.subject, at: $0.at) })
      })
  }

  func check(_ request: CheckExecutors) async throws(ControlFailure) -> Page<ExecutorFinding> {
    func isAsked(_ name: String) -> Bool { request.name.map { $0.string == name } ?? true }
    let wanted = sorted.filter { isAsked($0.name) }
    let boxes = MailboxCheck(boxes: mailboxes.boxes.filter { isAsked($0.name) }, connect: mailboxes.connect)
    guard !wanted.isEmpty || !boxes.boxes.isEmpty else {
      let names = (sorted.map(\.name) + mailboxes.boxes.map(\.name)).joined(separator: ", ")
      throw StoreReads.notFound("executor or mailbox '\(request.name?.string ?? "")'", hint: "there are \(names)")
    }
    async let letters = boxes.findings(now: now())
    return Page(await Self.check(wanted, now: now()) + letters)
  }

  private var sorted: [any Executor] { executors.sorted { $0.name < $1.name } }

  /// Asks all systems at once; the findings are in the order of the executors.
  static func check(_ executors: [any Executor], now: Instant) async -> [ExecutorFinding] {
    await withTaskGroup(of: (Int, ExecutorFinding).self) { group in
      for (index, executor) in executors.enumerated() {
        group.addTask { (index, await finding(executor, now: now)) }
      }
      var found: [(Int, ExecutorFinding)] = []
      for await finding in group { found.append(finding) }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private static func finding(_ executor: any Executor, now: Instant) async -> ExecutorFinding {
    let answer = await withCheckedContinuation { continuation in
      executor.check(now: now) { continuation.resume(returning: $0) }
    }
    return switch answer {
    case .works(let text): ExecutorFinding(name: executor.name, result: "works", message: text)
    case .broken(let error):
      ExecutorFinding(name: executor.name, result: "broken", code: error.code, message: error.message)
    case .notAsked: ExecutorFinding(name: executor.name, result: "not asked")
    }
  }
}
