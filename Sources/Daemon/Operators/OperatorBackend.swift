import CEL
import CivilTime
import Control
import Crypto
import EngineMessages
import Ingress
import Storage
import SQLiteStorage
import WorkflowEngine

/// What operators ask and do, over the control sockets. Reads come from committed rows; acts go through the engine's turns.
struct OperatorBackend: ControlBackend {
  let writer: WriterThread
  let readers: ReaderPool
  let inspection: StoreInspection
  let timeline: Timeline
  let clock: ClockDriver
  let bundles: DeployedBundles
  let facts: DaemonFacts
  let reload: @Sendable () async throws(ControlFailure) -> String

  func call(_ call: ControlCall) async throws(ControlFailure) -> Value {
    var answer = try await answer(call)
    if case .map(var map) = answer {
      map["now"] = .timestamp(writer.clock.now)
      answer = .map(map)
    }
    return answer
  }

  private func answer(_ call: ControlCall) async throws(ControlFailure) -> Value {
    let arguments = Arguments(call.arguments)
    switch call.verb {
    case "status": return try await status()
    case "metrics": return .string(try await metrics())
    case "families.list": return try await lists.families(arguments)
    case "families.show": return try await lists.family(arguments)
    case "families.history": return try await lists.history(arguments)
    case "families.event": return try await event(call, arguments)
    case "timers.list": return try await lists.timers(arguments)
    case "tasks.list": return try await lists.tasks(arguments)
    case "tasks.done":
      return try await act(call, .taskDone(TaskID(rawValue: try arguments.id("task")), data: arguments["data"]))
    case "tasks.decline": return try await act(call, .taskDecline(TaskID(rawValue: try arguments.id("task"))))
    case "tasks.retry": return try await act(call, .taskRetry(TaskID(rawValue: try arguments.id("task"))))
    case "incidents.list": return try await lists.incidents(arguments)
    case "incidents.show": return try await lists.incident(arguments)
    case "incidents.retry":
      return try await act(call, .incidentRetry(IncidentID(rawValue: try arguments.id("incident"))))
    case "incidents.skip":
      return try await act(call, .incidentSkip(IncidentID(rawValue: try arguments.id("incident"))))
    case "incidents.discard":
      return try await act(call, .incidentDiscard(IncidentID(rawValue: try arguments.id("incident"))))
    case "inbox.list": return try await lists.inbox(arguments)
    case "workflows.list": return try await lists.workflows(bundles)
    case "workflows.show": return try await lists.workflow(arguments, bundles)
    case "store.verify": return try await inspection.verify()
    case "store.sql": return try await inspection.sql(arguments)
    case "clock.show": return clockShow()
    case "clock.accept": return try await acceptClock(call)
    case "reload": return ["text": .string(try await reload())]
    default:
      throw ControlFailure(status: 404, code: "unknown_verb", message: "there is no verb '\(call.verb)'")
    }
  }

  func stream(_ call: ControlCall) async throws(ControlFailure) -> AsyncStream<Value> {
    let arguments = Arguments(call.arguments)
    switch call.verb {
    case "events.follow":
      let reference = arguments.text("reference")
      let workflow = arguments.text("workflow")
      return timeline.follow { line in
        reference.map { line["reference"]?.stringValue == $0 } ?? true
          && workflow.map { line["workflow"]?.stringValue == $0 } ?? true
      }
    case "clock.advance":
      guard writer.clock.isTest else {
        throw ControlFailure(
          status: 409, code: "clock_is_live",
          message: "the clock of this store is the machine's; only a test clock can be moved",
          hint: "a store is made with clock.mode: test")
      }
      if call.dryRun { throw noDryRun(call) }
      return try await clock.advance(
        to: arguments.instant("to"), by: arguments.duration("by"), next: arguments["next"] == .bool(true))
    default:
      throw ControlFailure(status: 404, code: "unknown_verb", message: "there is no stream '\(call.verb)'")
    }
  }

  var lists: OperatorLists { OperatorLists(readers: readers) }

  private func noDryRun(_ call: ControlCall) -> ControlFailure {
    ControlFailure(
      status: 422, code: "no_dry_run", message: "'\(call.verb)' cannot be asked as a dry run yet",
      hint: "leave --dry-run out, or look with 'bookings show'")
  }

  // MARK: Acts

  private func actor(_ call: ControlCall) -> String { "uid \(call.peer.uid)" }

  private func event(_ call: ControlCall, _ arguments: Arguments) async throws(ControlFailure) -> Value {
    let data = arguments["data"] == .null ? .map(ValueMap()) : arguments["data"]
    let name = try arguments.required("name")
    let reference = try arguments.required("reference")
    let input = InboundEvent(
      source: "control", key: call.key ?? "", name: name, role: "operator", reference: reference, body: data,
      content: Array("\(reference)/\(name)/".utf8) + JSON.encodeCanonical(data), signedAt: nil,
      actor: "\(actor(call)): \(call.reason ?? "")")
    if call.dryRun {
      let preview = await writer.perform { writer -> Value? in
        do {
          return try writer.engine.preview(input)
        } catch {
          return nil
        }
      }
      guard let preview else { return try value(of: nil) }
      return preview
    }
    return try value(of: await writer.submit { .event(input, $0) })
  }

  private func act(_ call: ControlCall, _ action: OperatorCommand.Action) async throws(ControlFailure) -> Value {
    if call.dryRun { throw noDryRun(call) }
    let act = OperatorCommand(action: action, key: call.key ?? "", actor: actor(call), reason: call.reason ?? "")
    return try value(of: await writer.submit { .command(act, $0) })
  }

  private func value(of reply: Reply?) throws(ControlFailure) -> Value {
    switch reply {
    case nil:
      throw ControlFailure(
        status: 503, code: "store_unavailable", message: "the store takes no writes at present; nothing was done",
        hint: "try again with the same --key")
    case .duplicate(let original): return try value(of: original)
    case .accepted, .created, .carriedOut: return reply!.value
    case .rejected(let code, let message): throw Self.refusal(code, message)
    case .conflict(let message): throw ControlFailure(status: 409, code: "key_conflict", message: message)
    case .unknownTarget(let message): throw ControlFailure(status: 404, code: "not_found", message: message)
    case .overloaded(let message):
      throw ControlFailure(status: 503, code: "overloaded", message: message, hint: "magnetiqctl inbox list")
    case .keyExists(let key): throw ControlFailure(status: 409, code: "exists", message: key)
    }
  }

  /// The operator's data are wrong, or the present state of the booking does not allow the command.
  static func refusal(_ code: String, _ message: String) -> ControlFailure {
    ControlFailure(
      status: Reply.requestFaults.contains(code) ? 422 : 409, code: code, message: message)
  }

  // MARK: The daemon itself

  private func status() async throws(ControlFailure) -> Value {
    let state = writer.snapshot
    let counts = try await lists.counts()
    var map = ValueMap([
      ("version", .string(facts.version)), ("state", "running"), ("pid", .int(Int64(facts.pid))),
      ("store", .string(inspection.store.path)), ("clock", .string(writer.clock.isTest ? "test" : "live")),
      ("public", .string(facts.publicAddress())), ("turns", .int(Int64(state.turns))),
      ("steps", .int(Int64(state.steps))), ("queued", .int(Int64(state.queued))),
      ("outstanding", .int(Int64(state.outstanding))),
    ])
    if let next = state.nextWake { map["nextWake"] = .timestamp(next) }
    if let hold = state.hold { map["held"] = Self.text(hold) }
    for entry in counts.entries { map[entry.key.stringValue ?? ""] = entry.value }
    return .map(map)
  }

  /// Prometheus' text format, version 0.0.4.
  private func metrics() async throws(ControlFailure) -> String {
    let state = writer.snapshot
    var lines: [String] = []
    func add(_ name: String, _ kind: String, _ help: String, _ value: Int64) {
      lines += ["# HELP magnetiq_\(name) \(help)", "# TYPE magnetiq_\(name) \(kind)", "magnetiq_\(name) \(value)"]
    }
    add("turns_total", "counter", "Turns taken since the start.", Int64(state.turns))
    add("steps_total", "counter", "Steps of families taken since the start.", Int64(state.steps))
    add("inputs_queued", "gauge", "Inputs that wait for a turn.", Int64(state.queued))
    add("clock_held", "gauge", "1 while the wall clock is not trusted.", state.hold == nil ? 0 : 1)
    add("attempts_outstanding", "gauge", "Attempts without an outcome.", Int64(state.outstanding))
    let dropped = facts.droppedWebhooks().map {
      "magnetiq_webhooks_dropped_total{source=\"\($0.source)\",reason=\"\($0.reason.rawValue)\"} \($0.count)"
    }
    if !dropped.isEmpty {
      lines += [
        "# HELP magnetiq_webhooks_dropped_total Webhooks that do not concern us, acknowledged and forgotten.",
        "# TYPE magnetiq_webhooks_dropped_total counter",
      ]
      lines += dropped
    }
    for entry in try await lists.counts().entries {
      add(entry.key.stringValue ?? "", "gauge", "Counted in the store.", entry.value.intValue ?? 0)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func clockShow() -> Value {
    var map = ValueMap([("mode", .string(writer.clock.isTest ? "test" : "live"))])
    let state = writer.snapshot
    if let next = state.nextWake { map["next"] = ["due": .timestamp(next)] }
    if let hold = state.hold { map["held"] = Self.text(hold) }
    return .map(map)
  }

  private static func text(_ hold: ClockGuard) -> Value {
    .string("\(ClockHold.text(hold)); it runs on from \(hold.trusted.wall)")
  }

  private func acceptClock(_ call: ControlCall) async throws(ControlFailure) -> Value {
    if call.dryRun { throw noDryRun(call) }
    let (by, reason) = (actor(call), call.reason ?? "")
    let result = await writer.perform { writer -> Result<Bool, StoreError> in
      do throws(StoreError) {
        return .success(try writer.acceptClock(by: by, reason: reason))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(true): return ["verdict": "accepted", "text": "the wall clock is trusted again"]
    case .success(false):
      throw ControlFailure(status: 409, code: "clock_not_held", message: "the clock is not held; nothing was done")
    case .failure: return try value(of: nil)
    }
  }
}
