import CivilTime
import Execution

/// Hands composed mails to the service that delivers them.
protocol MailCarrier: Sendable {
  /// The most exchanges that one attempt makes.
  var calls: Int { get }

  /// Hands one mail over.
  ///
  /// - Throws: `StepError` with the code `rejected` for a mail that the service's grammar cannot hold.
  func send(
    _ letter: MailComposer.Letter, _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async throws(StepError) -> StepOutcome

  /// Asks the service a harmless question.
  func check(now: Instant) async -> ExecutorCheck
}
