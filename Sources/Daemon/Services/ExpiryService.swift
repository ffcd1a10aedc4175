import CivilTime
import Execution
import ServiceLifecycle

/// Tells a month ahead of what executors lose at a known time: a token, a key, a version of an interface.
struct ExpiryWatch: Sendable {
  static let code = "executor-expires"
  static let notice = Duration.seconds(30 * 86_400)

  let expiries: [ExecutorExpiry]
  let now: @Sendable () -> Instant
  let report: @Sendable (_ code: String, _ title: String) -> Void

  /// One incident for all that ends within the notice: the engine opens none while one of its code is open.
  func look() {
    let now = now()
    let soon = expiries.filter { $0.at.duration(since: now) <= Self.notice }.sorted { $0.at < $1.at }
    if soon.isEmpty { return }
    let sentences = soon.map { "\($0.subject) \($0.at < now ? "has ended" : "ends") \($0.at): \($0.cure)" }
    report(Self.code, sentences.joined(separator: "; "))
  }
}

/// Looks once a day.
struct ExpiryService: Service {
  let watch: ExpiryWatch

  func run() async throws {
    await Rhythm.every(.seconds(86_400)) { watch.look() }
  }
}
