import CEL
import Ingress
import Synchronization

/// Remembers what came through the door and answers as it was told.
final class RecordingSink: EventSink {
  struct State {
    var events: [IncomingEvent] = []
    var starts: [StartRequest] = []
    var reports: [(problem: String, detail: Value)] = []
    var verdict: Verdict = .accepted(reference: "VLT-1", detail: [:])
  }

  let state = Mutex(State())
  /// capability → (reference, role)
  let capabilities = ["client-secret": ("VLT-1", "client"), "other-secret": ("VLT-2", "client")]
  /// Called in `submit` and `start` before the verdict.
  let before: @Sendable () async -> Void

  init(_ verdict: Verdict? = nil, before: @escaping @Sendable () async -> Void = {}) {
    self.before = before
    if let verdict { state.withLock { $0.verdict = verdict } }
  }

  var events: [IncomingEvent] { state.withLock { $0.events } }
  var starts: [StartRequest] { state.withLock { $0.starts } }
  var reports: [(problem: String, detail: Value)] { state.withLock { $0.reports } }

  func submit(_ event: IncomingEvent) async -> Verdict {
    await before()
    return state.withLock {
      $0.events.append(event)
      return $0.verdict
    }
  }

  func start(_ request: StartRequest) async -> Verdict {
    await before()
    return state.withLock {
      $0.starts.append(request)
      return $0.verdict
    }
  }

  func read(reference: String, role: String?) async -> Value? {
    reference == "VLT-1" ? ["reference": "VLT-1", "as": role.map { .string($0) } ?? .null] : nil
  }

  func authorize(capability secret: String, reference: String) async -> String? {
    guard let (of, role) = capabilities[secret], of == reference else { return nil }
    return role
  }

  func report(problem: String, detail: Value) async {
    state.withLock { $0.reports.append((problem, detail)) }
  }
}
