public import CivilTime
public import Execution
public import Transport

/// Creates, moves and deletes meetings at Zoom, in Microsoft Teams or in Google Meet.
public struct MeetingExecutor: Executor {
  /// The executor's name, `meetings`.
  public let name = "meetings"
  /// The most attempts at once.
  public var concurrency: Int { settings.concurrency }
  /// The steps of `MeetingCatalogue`.
  public let steps: [StepDeclaration]

  private let settings: MeetingSettings
  private let service: any MeetingService

  /// Creates the executor. The transport is shared with others.
  public init(_ settings: MeetingSettings, transport: any HTTPTransport) {
    self.settings = settings
    let service: any MeetingService =
      switch settings.service {
      case .zoom(let account): ZoomMeetings(account, allowPlaintext: settings.allowPlaintext, transport: transport)
      case .teams(let account): TeamsMeetings(account, allowPlaintext: settings.allowPlaintext, transport: transport)
      case .meet(let account): GoogleMeetings(account, allowPlaintext: settings.allowPlaintext, transport: transport)
      }
    self.service = service
    steps = MeetingCatalogue.all.map { $0.lasting(settings.timeout * service.exchanges) }
  }

  /// Carries one step out.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    start(
      {
        do throws(StepStop) {
          return try await run(attempt(request, isCancelled))
        } catch {
          return error.outcome
        }
      }, completion)
  }

  /// Asks the service about the host.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    start(
      {
        do throws(StepStop) {
          return try await service.check(host: settings.host, attempt(.question(now: now), { false }))
        } catch {
          switch error.outcome {
          case .failed(let fault), .retry(let fault, _), .unknown(let fault): return ExecutorCheck.broken(fault)
          case .done, .accepted: return .notAsked
          }
        }
      }, completion)
  }

  private func attempt(
    _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) -> OAuthClient.Attempt {
    OAuthClient.Attempt(
      request: request, timeout: request.timeout(within: settings.timeout, calls: service.exchanges),
      isCancelled: isCancelled)
  }

  private func run(_ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome {
    let order: MeetingOrder
    do throws(StepError) {
      order = try MeetingOrder(attempt.request)
    } catch {
      return .failed(error)
    }
    switch order {
    case .create(let plan, let host): return try await service.create(plan, host: host ?? settings.host, attempt)
    case .move(let id, let host, let start, let end):
      return try await service.move(id, host: host ?? settings.host, start: start, end: end, attempt)
    case .delete(let id, let host): return try await service.delete(id, host: host ?? settings.host, attempt)
    }
  }
}
