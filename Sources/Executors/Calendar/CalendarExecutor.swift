import CEL
public import CivilTime
public import Execution
public import Transport

/// Writes bookings into calendars and reads when their owners are busy: at a CalDAV server, at Google or at Microsoft.
public struct CalendarExecutor: Executor {
  /// The executor's name, `calendar`.
  public let name = "calendar"
  /// The most attempts at once.
  public var concurrency: Int { settings.concurrency }
  /// The steps, with the time-out of the settings for each of their exchanges.
  public let steps: [StepDeclaration]

  private let settings: CalendarSettings
  private let service: any CalendarService

  /// Creates the executor. The transport is shared with others.
  public init(_ settings: CalendarSettings, transport: any HTTPTransport) {
    self.settings = settings
    let service: any CalendarService =
      switch settings.service {
      case .caldav(let account):
        CalDAVCalendar(account, allowPlaintext: settings.allowPlaintext, transport: transport)
      case .google(let account):
        GoogleCalendar(account, allowPlaintext: settings.allowPlaintext, transport: transport)
      case .microsoft(let account):
        MicrosoftCalendar(account, allowPlaintext: settings.allowPlaintext, transport: transport)
      }
    self.service = service
    steps = CalendarCatalogue.all.map { $0.lasting(settings.timeout * service.exchanges) }
  }

  /// Carries out one step.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    start(
      {
        do throws(StepStop) {
          return try await run(attempt(request, isCancelled))
        } catch {
          return request.step == CalendarCatalogue.busy.name ? error.outcome.repeatingReads : error.outcome
        }
      }, completion)
  }

  /// Asks the service a harmless question.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    start(
      {
        do throws(StepStop) {
          return try await service.check(attempt(.question(now: now), { false }))
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

  private enum Order {
    case put(Invitation, owner: String)
    case delete(String, owner: String)
    case busy(owner: String, from: Instant, to: Instant)
  }

  private func order(_ request: StepRequest) throws(StepError) -> Order {
    let input = StepInput(request)
    let owner = try input.string("owner")
    switch request.step {
    case CalendarCatalogue.put.name: return .put(try Invitation(entry: request.input), owner: owner)
    case CalendarCatalogue.delete.name:
      return .delete(try CalendarFields.uid(input.string("uid")), owner: owner)
    case CalendarCatalogue.busy.name:
      return .busy(owner: owner, from: try input.timestamp("from"), to: try input.timestamp("to"))
    default: throw unknownStep(request)
    }
  }

  private func run(_ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome {
    let order: Order
    do throws(StepError) {
      order = try self.order(attempt.request)
    } catch {
      return .failed(error)
    }
    switch order {
    case .put(let entry, let owner): return try await service.put(entry, of: owner, attempt)
    case .delete(let uid, let owner): return try await service.delete(uid, of: owner, attempt)
    case .busy(let owner, let from, let to):
      return try await service.busy(owner, from: from, to: to, attempt).repeatingReads
    }
  }
}
