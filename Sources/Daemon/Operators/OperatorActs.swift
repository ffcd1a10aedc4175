import CEL
import Control
import EngineMessages
import Statecharts
import Storage
import WorkflowEngine

/// The acts of operators. Each is one turn of the engine.
struct OperatorActs: Sendable {
  let writer: WriterThread
  let bundles: DeployedBundles

  func send(_ request: SendEvent, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let data = Value.map(request.data ?? ValueMap())
    let (name, reference) = (request.name.string, request.reference.string)
    let input = InboundEvent(
      source: "control", key: caller.key ?? "", name: name, role: "operator", reference: reference, body: data,
      content: Array("\(reference)/\(name)/".utf8) + JSON.encodeCanonical(data), signedAt: nil,
      actor: "\(Self.actor(caller)): \(caller.reason ?? "")")
    do throws(ControlFailure) {
      guard caller.dryRun else { return try Self.result(await writer.submit { .event(input, $0) }) }
      return try await preview(input)
    } catch {
      guard error.code == "unknown_event" else { throw error }
      throw named(error, name)
    }
  }

  /// The failure, with the most similar event that an operator may send.
  private func named(_ failure: ControlFailure, _ name: String) -> ControlFailure {
    var failure = failure
    let declared = (bundles.deployed + bundles.pinned).flatMap(\.machines).flatMap(\.declarations.values)
    let known = Set(declared.filter { $0.by.contains("operator") }.map(\.name)).sorted()
    let near = NearestName.find(name, among: known).map { "did you mean '\($0)'?" }
    // The engine's message names the nearest event of this very workflow.
    failure.hint =
      near.map { failure.message.hasSuffix($0) ? nil : $0 } ?? "operators may send \(known.joined(separator: ", "))"
    return failure
  }

  private func preview(_ input: InboundEvent) async throws(ControlFailure) -> ActResult {
    let preview = await writer.perform { writer -> Value? in
      do throws(StoreError) {
        return try writer.engine.preview(input)
      } catch {
        return nil
      }
    }
    guard let preview else { return try Self.result(nil) }
    if preview["verdict"] == "rejected", preview["code"] == "unknown_event" {
      throw Self.refusal("unknown_event", preview["message"]?.stringValue ?? "")
    }
    guard let result = ActResult(preview: preview) else {
      throw ControlFailure(status: 500, code: "internal", message: "the preview is none: \(JSON.text(preview))")
    }
    return result
  }

  func command(_ action: OperatorCommand.Action, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    try Self.refuseDryRun(caller)
    let act = OperatorCommand(
      action: action, key: caller.key ?? "", actor: Self.actor(caller), reason: caller.reason ?? "")
    return try Self.result(await writer.submit { .command(act, $0) })
  }

  /// Changes records that the versions protect: a repeated act finds them changed already.
  func change(
    puts: [RecordDraft] = [], drops: [RecordName] = [], _ caller: Caller
  ) async throws(ControlFailure) -> ActResult {
    guard !caller.dryRun else { return ActResult(verdict: "kept") }
    let change = RecordChange(puts: puts, drops: drops, actor: Self.actor(caller), reason: caller.reason ?? "")
    return try Self.result(await writer.submit { .records(change, $0) })
  }

  func acceptClock(_ caller: Caller) async throws(ControlFailure) -> ActResult {
    try Self.refuseDryRun(caller)
    let (by, reason) = (Self.actor(caller), caller.reason ?? "")
    let result = await writer.perform { writer -> Result<Bool, StoreError> in
      do throws(StoreError) {
        return .success(try writer.acceptClock(by: by, reason: reason))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(true): return ActResult(verdict: "accepted", text: "the wall clock is trusted again")
    case .success(false):
      throw ControlFailure(status: 409, code: "clock_not_held", message: "the clock is not held; nothing was done")
    case .failure: return try Self.result(nil)
    }
  }

  static func refuseDryRun(_ caller: Caller) throws(ControlFailure) {
    guard caller.dryRun else { return }
    throw ControlFailure(
      status: 422, code: "no_dry_run", message: "this act has no dry run",
      hint: "leave --dry-run out, or look with 'bookings show'")
  }

  private static func actor(_ caller: Caller) -> String { "uid \(caller.peer.uid)" }

  private static func result(_ reply: Reply?) throws(ControlFailure) -> ActResult {
    switch reply {
    case nil:
      throw ControlFailure(
        status: 503, code: "store_unavailable", message: "the store takes no writes at present; nothing was done",
        hint: "try again with the same --key")
    case .duplicate(let original): return try result(original)
    case .accepted(let reference, let disposition):
      return ActResult(verdict: disposition.rawValue, reference: reference)
    case .carriedOut(let reference, let word): return ActResult(verdict: word, reference: reference)
    case .created(let reference, _): return ActResult(verdict: "created", reference: reference)
    case .rejected(let code, let message): throw refusal(code, message)
    case .conflict(let message): throw ControlFailure(status: 409, code: "key_conflict", message: message)
    case .unknownTarget(let message): throw ControlFailure(status: 404, code: "not_found", message: message)
    case .overloaded(let message):
      throw ControlFailure(status: 503, code: "overloaded", message: message, hint: "magnetiqctl inbox list")
    case .keyExists(let key): throw ControlFailure(status: 409, code: "exists", message: key)
    }
  }

  /// A refusal because the operator's data are wrong or the booking's state does not allow the command.
  static func refusal(_ code: String, _ message: String) -> ControlFailure {
    ControlFailure(status: Reply.requestFaults.contains(code) ? 422 : 409, code: code, message: message)
  }
}
