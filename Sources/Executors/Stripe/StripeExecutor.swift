public import CivilTime
public import Execution
public import Transport

/// Payments, refunds, payouts and claw-backs through Stripe's API.
public struct StripeExecutor: Executor {
  /// The executor's name, `stripe`.
  public let name = "stripe"
  /// The most attempts at once.
  public let concurrency: Int
  /// The steps of `StripeCatalogue`, with the time-out of the settings.
  public let steps: [StepDeclaration]

  private let client: StripeClient
  private static let all: [any StripeStep] = [
    IntentCreate(), IntentCancel(), IntentGet(), IntentConfirm(), IntentCapture(), IntentCharge(), Refund(),
    RefundGet(), DisputeGet(), DisputeSubmit(), AccountGet(), PayoutTransfer(),
    PayoutReversal(), CheckoutCreate(), CheckoutExpire(), CheckoutGet(), CustomerCreate(),
  ]

  /// Creates the executor. The transport is shared with others.
  public init(_ settings: StripeSettings, transport: any HTTPTransport) {
    client = StripeClient(settings: settings, transport: transport)
    concurrency = settings.concurrency
    steps = StripeCatalogue.all.map { $0.lasting(settings.attemptTimeout) }
  }

  /// Carries a step out. A money step first compares the clocks if the settings say so.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    guard let step = step(request) else { return completion(.failed(unknownStep(request))) }
    start({ await run(step, request, isCancelled) }, completion)
  }

  /// Asks the provider whether the step of a lost attempt was carried out.
  public func reconcile(_ request: StepRequest, completion: @escaping @Sendable (Reconciliation) -> Void) {
    guard let step = step(request) else { return completion(.undecided(unknownStep(request))) }
    start({ await StripeReconciler(client: client).ask(step, request) }, completion)
  }

  /// Reads the balance, which every key may that can do what our steps do.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    start({ await client.check(now: now) }, completion)
  }

  private func step(_ request: StepRequest) -> (any StripeStep)? {
    Self.all.first { $0.declaration.name == request.step }
  }

  private func run(
    _ step: any StripeStep, _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async -> StepOutcome {
    let call: StripeCall
    do { call = try step.call(StepInput(request)) } catch { return .failed(error) }
    if step.movesMoney && client.settings.checksClock {
      if isCancelled() { return TransportFailure.superseded.outcome }
      if let fault = await client.clockFault(request) { return fault }
    }
    let outcome: StepOutcome
    switch await client.send(call, for: request, movesMoney: step.movesMoney, isCancelled: isCancelled) {
    case .success(let response): outcome = step.outcome(response, request)
    case .failure(let failure): outcome = failure.outcome
    }
    return step.declaration.stepClass == .pure ? outcome.repeatingReads : outcome
  }
}
