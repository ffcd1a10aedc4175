import CEL
import CivilTime
import Encoding
import Execution
import Transport

/// A service that meetings take place at.
protocol MeetingService: Sendable {
  /// The most exchanges of one attempt.
  var exchanges: Int { get }
  /// Creates a meeting, or finds the one that an attempt before has created.
  func create(_ plan: MeetingPlan, host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome
  /// Moves a meeting. Its address stays.
  func move(
    _ id: String, host: String, start: Instant, end: Instant, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome
  /// Deletes a meeting; one that is not there is deleted already.
  func delete(_ id: String, host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome
  /// Asks a harmless question about the host.
  func check(host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> ExecutorCheck
}

extension MeetingService {
  /// The code for a meeting that is not there.
  static var noMeeting: String { "no_meeting" }

  /// The outcome of `meeting.create`.
  static func made(id: String, url: String, password: Value?) -> StepOutcome {
    .done(["id": .string(id), "url": .string(url), "password": password ?? .null])
  }

  /// The result of a check whose question was refused.
  static func broken(_ outcome: StepOutcome) -> ExecutorCheck {
    switch outcome {
    case .failed(let error), .retry(let error, _), .unknown(let error): .broken(error)
    case .done, .accepted: .notAsked
    }
  }
}
