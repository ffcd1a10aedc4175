public import CivilTime

/// Carries out steps. The daemon's dispatcher calls an executor on any thread. The call must not block: the work
/// continues elsewhere, and `completion` is called exactly once, on any thread. An executor keeps no state that
/// matters, because all such state is in the store.
public protocol Executor: Sendable {
  /// The name in messages and limits: `stripe`, `email`, `odoo`, `linkedin`.
  var name: String { get }
  /// The step types that it carries out.
  var steps: [StepDeclaration] { get }
  /// The most attempts that it takes at once, from 1 to 1,000.
  var concurrency: Int { get }
  /// Carries out one attempt.
  ///
  /// - Parameters:
  ///   - isCancelled: called once more before the first byte is sent. If it returns true, the outcome is `retry` with
  ///     the code `superseded`.
  ///   - completion: called exactly once, on any thread.
  func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void)
  /// Asks the provider about the outcome of a step. This is always called for money steps, and for idempotent steps
  /// whose key has expired.
  func reconcile(_ request: StepRequest, completion: @escaping @Sendable (Reconciliation) -> Void)
  /// Asks the system a harmless question; nothing is changed there. `completion` is called exactly once, on any thread.
  func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void)
  /// The tokens, keys and versions that the executor loses at a known time.
  var expiries: [ExecutorExpiry] { get }
}

extension Executor {
  /// An executor whose steps people carry out has nobody to ask.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) { completion(.notAsked) }

  /// Most executors need nothing that ends by itself.
  public var expiries: [ExecutorExpiry] { [] }

  /// An executor without a reconciler cannot tell; once the budget is used up, a person decides.
  public func reconcile(_ request: StepRequest, completion: @escaping @Sendable (Reconciliation) -> Void) {
    completion(.undecided(StepError(code: "no_reconciler", message: "\(request.step) has no reconciler")))
  }
}
