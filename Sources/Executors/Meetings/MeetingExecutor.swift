import CEL
public import CivilTime
import Encoding
public import Execution
public import Transport

/// Creates, moves and deletes meetings at Zoom.
public struct MeetingExecutor: Executor {
  /// The executor's name, `meetings`.
  public let name = "meetings"
  /// The most attempts at once.
  public var concurrency: Int { settings.concurrency }
  /// The steps of `MeetingCatalogue`.
  public let steps: [StepDeclaration]

  /// The most exchanges of one attempt: a token and its replacement, the look-up's pages, the call.
  private static let calls = 8
  /// The most pages of a host's meetings that are looked through.
  private static let pages = 4

  private let settings: MeetingSettings
  private let client: MeetingClient

  /// Creates the executor. The transport is shared with others.
  public init(_ settings: MeetingSettings, transport: any HTTPTransport) {
    self.settings = settings
    steps = MeetingCatalogue.all.map { $0.lasting(settings.timeout * Self.calls) }
    client = MeetingClient(settings, transport: transport)
  }

  /// Carries one step out.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    start(
      {
        do throws(MeetingClient.Stop) {
          return try await run(request, isCancelled)
        } catch {
          return error.outcome
        }
      }, completion)
  }

  /// Asks for a page of the host's meetings.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    start(
      {
        let outcome: StepOutcome
        do throws(MeetingClient.Stop) {
          let response = try await client.send(
            .get, path(of: settings.host) + "?page_size=1", mayRepeat: true,
            timeout: min(settings.timeout, .seconds(15)),
            isCancelled: { false })
          guard !response.isSuccess else { return ExecutorCheck.works("Zoom shows the host's meetings") }
          outcome = MeetingAnswer(response).refusal(now: now)
        } catch {
          outcome = error.outcome
        }
        switch outcome {
        case .failed(let error), .retry(let error, _), .unknown(let error): return .broken(error)
        case .done, .accepted: return .notAsked
        }
      }, completion)
  }

  private func run(
    _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(MeetingClient.Stop) -> StepOutcome {
    let order: MeetingOrder
    do throws(StepError) {
      order = try MeetingOrder(request, host: settings.host)
    } catch {
      return .failed(error)
    }
    let call = Call(
      request: request, timeout: request.timeout(within: settings.timeout, calls: Self.calls), isCancelled: isCancelled)
    switch order {
    case .create(let host, let meeting): return try await create(meeting, host, call)
    case .move(let id, let meeting): return try await change(.patch, id, meeting, call)
    case .delete(let id):
      let outcome = try await change(.delete, id, nil, call)
      if case .failed(let error) = outcome, error.code == MeetingAnswer.noMeeting { return .done([:]) }
      return outcome
    }
  }

  private struct Call {
    let request: StepRequest
    let timeout: Duration
    let isCancelled: @Sendable () -> Bool
  }

  private func path(of host: String) -> String { "/v2/users/\(PercentEncoding.encode(host))/meetings" }

  private func create(
    _ meeting: Value, _ host: String, _ call: Call
  ) async throws(MeetingClient.Stop) -> StepOutcome {
    if call.request.number > 1, let found = try await known(host, call) { return found }
    let response = try await client.send(
      .post, path(of: host), body: meeting, mayRepeat: false, timeout: call.timeout, isCancelled: call.isCancelled)
    guard response.isSuccess else { return MeetingAnswer(response).refusal(now: call.request.now) }
    return Self.meeting(in: MeetingAnswer(response).body) ?? .unknown(MeetingAnswer(response).error("unreadable_reply"))
  }

  /// The meeting that an attempt before has created: its agenda is the step's key.
  private func known(_ host: String, _ call: Call) async throws(MeetingClient.Stop) -> StepOutcome? {
    var next = ""
    for _ in 0..<Self.pages {
      let response = try await client.send(
        .get, "\(path(of: host))?type=scheduled&page_size=300&next_page_token=\(PercentEncoding.encode(next))",
        mayRepeat: true, timeout: call.timeout, isCancelled: call.isCancelled)
      let answer = MeetingAnswer(response)
      guard response.isSuccess, let meetings = answer.body?["meetings"]?.listValue else {
        return response.isSuccess
          ? .retry(answer.error("unreadable_reply"), after: nil) : answer.refusal(now: call.request.now).repeatingReads
      }
      if let own = meetings.first(where: { $0["agenda"]?.stringValue == call.request.key }) {
        return Self.meeting(in: own) ?? .retry(answer.error("unreadable_reply"), after: nil)
      }
      next = answer.body?["next_page_token"]?.stringValue ?? ""
      if next.isEmpty { return nil }
    }
    return .retry(
      StepError(
        code: "too_many_meetings", message: "the host has more than \(Self.pages * 300) meetings", isOurs: true),
      after: nil)
  }

  private func change(
    _ method: HTTPRequest.Method, _ id: String, _ body: Value?, _ call: Call
  ) async throws(MeetingClient.Stop) -> StepOutcome {
    let query = method == .delete ? "?schedule_for_reminder=false" : ""
    let response = try await client.send(
      method, "/v2/meetings/\(id)\(query)", body: body, mayRepeat: true, timeout: call.timeout,
      isCancelled: call.isCancelled)
    return response.isSuccess ? .done([:]) : MeetingAnswer(response).refusal(now: call.request.now)
  }

  private static func meeting(in body: Value?) -> StepOutcome? {
    guard let body, let url = body["join_url"]?.stringValue, !url.isEmpty else { return nil }
    let id = body["id"]?.intValue.map { String($0) } ?? body["id"]?.stringValue ?? ""
    guard ProviderIdentifier.isValid(id) else { return nil }
    return .done(["id": .string(id), "url": .string(url), "password": body["password"] ?? .null])
  }
}
