import CEL
import CivilTime
import Execution
import Transport

@testable import Executors

func instant(_ text: String) -> Instant {
  guard let instant = try? Instant.parse(text) else { preconditionFailure("not a timestamp: \(text)") }
  return instant
}

/// The bundle that requests of tests are pinned to.
let testBundle = "0123456789abcdef"

extension MailTemplateLibrary {
  /// With the templates of that bundle.
  static func testing(_ files: [MailTemplateFile]) throws -> MailTemplateLibrary {
    let library = MailTemplateLibrary()
    library.add(try MailTemplates(files), for: testBundle)
    return library
  }
}

func stepRequest(
  _ step: String, _ input: ValueMap, key: String = "VLT-20260303-AB12/test/1/g1", bundle: String = testBundle,
  now: String = "2026-03-03T09:00:00Z", startedAt: String? = nil
) -> StepRequest {
  StepRequest(
    attempt: AttemptName(task: 1, number: 1), step: step, key: key, input: input, reference: "VLT-20260303-AB12",
    bundle: bundle, now: instant(now), startedAt: startedAt.map(instant), number: 1)
}

extension Executor {
  func outcome(_ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool = { false }) async -> StepOutcome {
    await withCheckedContinuation { continuation in
      execute(request, isCancelled: isCancelled) { continuation.resume(returning: $0) }
    }
  }

  func reconciliation(_ request: StepRequest) async -> Reconciliation {
    await withCheckedContinuation { continuation in
      reconcile(request) { continuation.resume(returning: $0) }
    }
  }
}

extension StepOutcome {
  /// `failed:rejected`, for comparing.
  var brief: String {
    switch self {
    case .done: "done"
    case .accepted: "accepted"
    case .failed(let error): "failed:\(error.code)"
    case .retry(let error, _): "retry:\(error.code)"
    case .unknown(let error): "unknown:\(error.code)"
    }
  }

  var data: Value? {
    switch self {
    case .done(let value), .accepted(let value): value
    default: nil
    }
  }
}

extension Reconciliation {
  var brief: String {
    switch self {
    case .found: "found"
    case .pending: "pending"
    case .failed(let error): "failed:\(error.code)"
    case .absent: "absent"
    case .undecided(let error): "undecided:\(error.code)"
    }
  }
}

extension StepOutcome {
  /// True if our own configuration is said to be to blame.
  var isOurs: Bool {
    switch self {
    case .failed(let error), .retry(let error, _), .unknown(let error): error.isOurs
    case .done, .accepted: false
    }
  }
}

extension EmailExecutor {
  /// Sends through a mail server alone.
  init(
    _ settings: EmailSettings, templates: MailTemplateLibrary, zones: any ZoneSource, transport: any SMTPTransport,
    links: MailLinks = MailLinks(), suppressions: SuppressionList = SuppressionList()
  ) {
    self.init(
      settings, templates: templates, zones: zones, transport: transport, http: ScriptedTransport([]), links: links,
      suppressions: suppressions)
  }
}
