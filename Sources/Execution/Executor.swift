/// Carries steps out. Called from the daemon's dispatcher on any thread; must not block it: work goes on elsewhere and `completion` is
/// called exactly once, on any thread. An executor keeps no state that matters: all of it is in the store.
public protocol Executor: Sendable {
  /// For messages and limits: `stripe`, `email`, `odoo`, `linkedin`.
  var name: String { get }
  /// The steps that it carries out.
  var steps: [StepDeclaration] { get }
  /// How many attempts it takes at once, 1 to 1,000.
  var concurrency: Int { get }
  /// `isCancelled` is asked once more before the first byte leaves; true ⇒ the outcome is `retry` with code `superseded`.
  func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void)
  /// Asks the provider what became of the step. Called for money steps always, for idempotent ones past their key's lifetime.
  func reconcile(_ request: StepRequest, completion: @escaping @Sendable (Reconciliation) -> Void)
}

extension Executor {
  /// An executor without reconciler cannot tell; after the budget a person decides.
  public func reconcile(_ request: StepRequest, completion: @escaping @Sendable (Reconciliation) -> Void) {
    completion(.undecided(StepError(code: "no_reconciler", message: "\(request.step) has no reconciler")))
  }
}
