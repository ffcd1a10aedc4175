import CEL
import CivilTime
import Control
import Executors
import Storage
import Transport

/// Moves the test clock. It stops at each due instant and continues when nothing is due, running or undelivered on
/// either side (protocol §5). The sandbox follows.
struct ClockDriver: Sendable {
  let writer: WriterThread
  let eventStream: EventStream
  let http: CurlClient
  /// The base addresses of the counterparts that follow the clock (`http://127.0.0.1:8420/_sandbox`).
  let followers: [String]

  private struct Follower {
    var undelivered: Int64
    var nextDue: Instant?
  }

  func advance(_ request: AdvanceClock) async throws(ControlFailure) -> AsyncStream<EventStreamEntry> {
    guard writer.clock.isTest else {
      throw ControlFailure(
        status: 409, code: "clock_is_live",
        message: "the clock of this store is the machine's; only a test clock can be moved",
        hint: "a store is made with clock.mode: test")
    }
    let now = writer.clock.now
    guard [request.to != nil, request.by != nil, request.next == true].count(where: { $0 }) <= 1 else {
      throw ControlFailure(
        status: 400, code: "conflicting_arguments", message: "to, by and next exclude each other", hint: "give one")
    }
    var target = request.to ?? request.by.flatMap { now.adding($0.duration) }
    if request.next == true { target = try await nextDue() ?? now }
    guard let target else {
      throw ControlFailure(
        status: 400, code: "bad_argument", message: "to which instant?",
        hint: "--to 2027-03-01T10:00:00Z, --by P1D or --next")
    }
    guard target >= now else {
      throw ControlFailure(
        status: 409, code: "clock_backward", message: "the clock is at \(now) and never goes back")
    }
    let subscription = eventStream.subscribe()
    let lines = subscription.buffer
    let work = Task {
      do {
        try await run(to: target)
      } catch {
        var line = EventStreamEntry(text: "the clock stopped: \(error)")
        line.outcome = "failed"
        lines.push(line)
      }
      lines.push(EventStreamEntry(at: writer.clock.now, text: "the clock is at \(writer.clock.now)"))
      lines.finish()
    }
    // A client that disconnects stops the clock, because it runs only while somebody watches it.
    subscription.alsoAtEnd { work.cancel() }
    return AsyncStream { await subscription.next() }
  }

  private func run(to target: Instant) async throws {
    var rounds = 0
    while true {
      try await rest()
      let now = writer.clock.now
      let due = try await nextDue()
      let stop = due.map { min($0, target) } ?? target
      if stop <= now && now >= target { return }
      rounds += 1
      if rounds > 100_000 {
        throw ControlFailure(status: 500, code: "clock_restless", message: "something is always due at \(now)")
      }
      try await move(to: max(stop, now))
      for follower in followers { try await tell(follower, writer.clock.now) }
      writer.queue.push(.poke)
      _ = await writer.perform { _ in true }
    }
  }

  /// Stores the new time before anything uses it. After a crash, an earlier time would be behind the followers. What another
  /// advance has reached meanwhile stays.
  private func move(to instant: Instant) async throws(ControlFailure) {
    let failure = await writer.perform { writer -> String? in
      let kept = max(instant, writer.time)
      do {
        try writer.store.begin()
        try writer.store.setMeta("now", String(kept.microsecondsRoundedUp))
        try writer.store.commit()
        writer.clock.advance(to: Instant(microseconds: kept.microsecondsRoundedUp) ?? kept)
        return nil
      } catch {
        writer.store.rollback()
        return "\(error)"
      }
    }
    if let failure {
      throw ControlFailure(
        status: 503, code: "store_unavailable", message: "the clock was not moved: \(failure)", hint: "advance it again"
      )
    }
  }

  /// Waits until nothing is due, running or undelivered on either side.
  private func rest() async throws {
    var quiet = 0
    // Followers are polled over HTTP, often at first and then less so.
    var pause = Duration.milliseconds(5)
    let deadline = ContinuousClock.now + .seconds(300)
    while quiet < 2 {
      if ContinuousClock.now > deadline {
        throw ControlFailure(
          status: 504, code: "clock_restless", message: "not at rest after five minutes: \(writer.snapshot)")
      }
      let state = writer.snapshot
      var isQuiet =
        state.queued == 0 && state.outstanding == 0 && !(state.nextWake.map { $0 <= writer.clock.now } ?? false)
      if isQuiet {
        for follower in followers where try await status(follower).undelivered > 0 { isQuiet = false }
      }
      quiet = isQuiet ? quiet + 1 : 0
      if !isQuiet {
        writer.queue.push(.poke)
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(100))
      } else {
        _ = await writer.perform { _ in true }
      }
    }
  }

  /// The earliest instant at which something is due on either side.
  private func nextDue() async throws(ControlFailure) -> Instant? {
    var next = writer.snapshot.nextWake
    for follower in followers {
      guard let due = try await status(follower).nextDue else { continue }
      next = min(next ?? due, due)
    }
    return next
  }

  private func tell(_ follower: String, _ now: Instant) async throws(ControlFailure) {
    _ = try await request(follower, "clock", body: JSON.encode(["now": .timestamp(now)]))
  }

  private func status(_ follower: String) async throws(ControlFailure) -> Follower {
    let value = try await request(follower, "status", body: nil)
    var result = Follower(undelivered: value["undelivered"]?.intValue ?? 0, nextDue: nil)
    if let text = value["nextDue"]?.stringValue {
      do {
        result.nextDue = try Instant.parse(text)
      } catch {
        throw ControlFailure(status: 502, code: "follower_unreadable", message: "\(follower): nextDue is '\(text)'")
      }
    }
    return result
  }

  private func request(_ follower: String, _ path: String, body: [UInt8]?) async throws(ControlFailure) -> Value {
    let request = HTTPRequest(
      body == nil ? .get : .post, "\(follower)/\(path)", headers: [("Content-Type", "application/json")],
      body: body ?? [], timeout: .seconds(60), maxResponseBytes: 1 << 20, allowPlaintext: true)
    let response: HTTPResponse
    switch await http.send(request, isCancelled: { false }) {
    case .success(let received): response = received
    case .failure(let failure):
      throw ControlFailure(
        status: 502, code: "follower_unreachable", message: "\(follower) does not follow the clock: \(failure.message)",
        hint: "is the sandbox running? See clock.followers in the settings")
    }
    guard response.isSuccess else {
      throw ControlFailure(
        status: 502, code: "follower_refused", message: "\(follower)/\(path) answered \(response.status)")
    }
    do {
      return try JSON.parse(response.body)
    } catch {
      return .null
    }
  }
}
