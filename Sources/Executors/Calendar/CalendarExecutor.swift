import CEL
public import CivilTime
import Encoding
public import Execution
public import Transport

/// Writes bookings into calendars and reads when their owners are busy, through CalDAV (RFC 4791).
public struct CalendarExecutor: Executor {
  /// The executor's name, `calendar`.
  public let name = "calendar"
  /// The most attempts at once.
  public var concurrency: Int { client.settings.concurrency }
  /// The steps, with the time-out of the settings for each of their exchanges.
  public let steps: [StepDeclaration]

  private let client: CalendarClient

  /// Creates the executor. The transport is shared with others.
  public init(_ settings: CalendarSettings, transport: any HTTPTransport) {
    client = CalendarClient(settings: settings, transport: transport)
    steps = CalendarCatalogue.all.map { $0.lasting(settings.timeout * CalendarClient.calls) }
  }

  /// Carries out one step.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    start(
      {
        do throws(CalendarClient.Stop) {
          switch request.step {
          case CalendarCatalogue.put.name: return try await put(request, isCancelled)
          case CalendarCatalogue.delete.name: return try await delete(request, isCancelled)
          case CalendarCatalogue.busy.name: return try await busy(request, isCancelled).repeatingReads
          default: return .failed(unknownStep(request))
          }
        } catch {
          return error.outcome
        }
      }, completion)
  }

  /// Asks for the server's properties with our login.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    start(
      {
        do throws(CalendarClient.Stop) {
          let reply = try await client.send(
            .propfind, "/", headers: [("Depth", "0")], for: .question(now: now), isCancelled: { false })
          return reply.isSuccess
            ? .works("the calendars' server lets us in")
            : .broken(StepError(code: "rejected", message: "the calendars' server answered \(reply.status)"))
        } catch {
          switch error.outcome {
          case .failed(let fault), .retry(let fault, _), .unknown(let fault): return ExecutorCheck.broken(fault)
          case .done, .accepted: return .notAsked
          }
        }
      }, completion)
  }

  /// Looks first: an entry of a later sequence stays. What is written is written against what was seen, so that nobody's change in
  /// between is lost.
  private func put(
    _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(CalendarClient.Stop) -> StepOutcome {
    let input = StepInput(request)
    let entry: Invitation
    let path: String
    do throws(StepError) {
      entry = try Invitation(entry: request.input)
      path = try client.path(of: input.string("owner"), uid: entry.uid)
    } catch {
      return .failed(error)
    }
    let seen = try await client.send(.get, path, for: request, isCancelled: isCancelled)
    let condition: (name: String, value: String)
    switch seen.status {
    case 200:
      if let sequence = CalendarReading.sequence(of: seen.body), sequence > entry.sequence { return .done([:]) }
      guard let tag = seen.headers["etag"] else {
        return .unknown(StepError(code: "unreadable_reply", message: "the calendar's entry has no ETag"))
      }
      condition = (name: "If-Match", value: tag)
    case 404, 410: condition = (name: "If-None-Match", value: "*")
    default: return CalendarClient.refusal(seen, request)
    }
    let text = entry.text(stamp: request.startedAt ?? request.now, isExchanged: false)
    let written = try await client.send(
      .put, path, headers: [condition, ("Content-Type", "text/calendar; charset=utf-8")], body: Array(text.utf8),
      for: request, isCancelled: isCancelled)
    return written.isSuccess ? .done([:]) : CalendarClient.refusal(written, request)
  }

  private func delete(
    _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(CalendarClient.Stop) -> StepOutcome {
    let input = StepInput(request)
    let path: String
    do throws(StepError) {
      path = try client.path(of: input.string("owner"), uid: input.string("uid"))
    } catch {
      return .failed(error)
    }
    let gone = try await client.send(.delete, path, for: request, isCancelled: isCancelled)
    // One that is not there is as good as taken away.
    return gone.isSuccess || [404, 410].contains(gone.status) ? .done([:]) : CalendarClient.refusal(gone, request)
  }

  private func busy(
    _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(CalendarClient.Stop) -> StepOutcome {
    let input = StepInput(request)
    let path: String
    let query: String
    do throws(StepError) {
      path = try client.path(of: input.string("owner"))
      query = """
        <?xml version="1.0" encoding="utf-8"?>
        <C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav"><C:time-range \
        start="\(CalendarText.utc(try input.timestamp("from")))" end="\(CalendarText.utc(try input.timestamp("to")))"/>\
        </C:free-busy-query>
        """
    } catch {
      return .failed(error)
    }
    let reply = try await client.send(
      .report, path, headers: [("Depth", "1"), ("Content-Type", "application/xml; charset=utf-8")],
      body: Array(query.utf8), for: request, isCancelled: isCancelled)
    guard reply.isSuccess else { return CalendarClient.refusal(reply, request) }
    guard let times = CalendarReading.busy(in: reply.body) else {
      return .unknown(StepError(code: "unreadable_reply", message: "the calendar's answer is no VFREEBUSY"))
    }
    return .done(["busy": .list(times.map { ["start": .timestamp($0.start), "end": .timestamp($0.end)] })])
  }
}
