import CEL
import CivilTime
import Dispatch
import EngineMessages
import Execution
import Executors
import Secrets
import Synchronization
import Testing
import Transport
import WorkflowEngine
import WorkflowTesting

@testable import Sandbox

/// A booking on the production engine whose payments go through the real executor to the sandbox's world, which can answer
/// each operation with nonsense once.
final class MoneyWorld {
  let bench: Bench
  private let provider: Provider
  private let executor: StripeExecutor

  init(_ nonsense: Nonsense?) throws {
    bench = try Bench()
    provider = try Provider(nonsense, now: bench.simulation.now)
    executor = StripeExecutor(StripeSettings(secret: "sk_test_sandbox"), transport: provider)
    bench.simulation.carriesOut = { [unowned self] in carryOut($0) }
  }

  /// Waits for the executor, which answers on another thread; so this must not run on one of the pool's.
  private func carryOut(_ dispatch: Dispatch) -> TurnInput? {
    let request = dispatch.request
    guard request.step.hasPrefix("stripe.") else { return nil }
    provider.moves(to: bench.simulation.now)
    let done = DispatchSemaphore(value: 0)
    let answer = Mutex<TurnInput?>(nil)
    switch dispatch.kind {
    case .send:
      executor.execute(request, isCancelled: { false }) { outcome in
        answer.withLock { $0 = .outcome(request.attempt, outcome) }
        done.signal()
      }
    case .reconcile:
      executor.reconcile(request) { finding in
        answer.withLock { $0 = .reconciled(request.attempt, finding) }
        done.signal()
      }
    }
    done.wait()
    return answer.withLock { $0 }
  }

  /// Lets time pass on both sides, six hours at a time, and webhooks arrive.
  func wait(hours: Int) throws {
    for _ in 0..<hours / 6 {
      try bench.wait(.seconds(6 * 3_600))
      try deliver()
    }
  }

  /// The acts of the client, the bank and the provider's staff.
  func control(_ path: String, _ body: Value) throws {
    provider.moves(to: bench.simulation.now)
    _ = provider.call("POST", "/_sandbox/\(path)", JSON.encode(body))
    try deliver()
  }

  func deliver() throws {
    provider.moves(to: bench.simulation.now)
    while let (key, body) = provider.nextEvent(now: bench.simulation.now) {
      let event = try JSON.parse(body)
      try bench.simulation.send { token in
        .event(
          InboundEvent(
            source: "stripe", key: key, name: event["type"]?.stringValue ?? "", role: "provider", reference: nil,
            body: event, content: body, signedAt: nil, actor: "stripe"), token)
      }
    }
  }

  /// The provider's own books of the booking, in the names of ours.
  func booksOfTheProvider() throws -> [String: Int64] {
    func list(_ path: String) throws -> [Value] {
      try JSON.parse(provider.call("GET", "/v1/\(path)", []))["data"]?.listValue ?? []
    }
    func sum(_ objects: [Value], _ name: String) -> Int64 { objects.reduce(0) { $0 + ($1[name]?.intValue ?? 0) } }
    let charges = try list("charges?limit=100").filter {
      $0["status"] == "succeeded" && $0["transfer_group"] == .string(bench.reference)
    }
    let transfers = try list("transfers?limit=100&transfer_group=\(bench.reference)")
    return [
      "client": -sum(charges, "amount"), "refunded": sum(charges, "amount_refunded"),
      "transferred": sum(transfers, "amount") - sum(transfers, "amount_reversed"),
    ].filter { $0.value != 0 }
  }

  var acts: [String: Int] { provider.acts }
}

/// The sandbox's world behind the executor's transport.
private final class Provider: HTTPTransport {
  private struct State {
    var world: World
    /// The operations that were answered with nonsense.
    var spoilt: Set<String> = []
    /// How often each operation was carried out under a key of its own.
    var acts: [String: Set<String>] = [:]
  }

  private let nonsense: Nonsense?
  private let state: Mutex<State>

  init(_ nonsense: Nonsense?, now: Instant) throws {
    self.nonsense = nonsense
    var options = SandboxOptions()
    options.clock = now
    options.webhookURL = "http://127.0.0.1:1/hooks"
    var world = World(options: options, now: now, token: "t")
    _ = world.handle(
      Call(method: "POST", path: "/_sandbox/accounts", body: JSON.encode(["id": "acct_1", "balance": 1_000_000])))
    state = Mutex(State(world: world))
  }

  func moves(to now: Instant) { state.withLock { $0.world.hold(at: now) } }

  var acts: [String: Int] { state.withLock { $0.acts.mapValues(\.count) } }

  func send(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<HTTPResponse, TransportFailure> {
    state.withLock { state in
      let parts = request.url.dropFirst("https://api.stripe.com".count).split(separator: "?", maxSplits: 1)
      let path = String(parts.first ?? "")
      var headers: [String: String] = [:]
      for (name, value) in request.headers { headers[name.lowercased()] = value }
      let call = Call(
        method: request.method.rawValue, path: path, query: parts.count > 1 ? String(parts[1]) : "", headers: headers,
        body: request.body)
      let operation = path.split(separator: "/").last.map(String.init) ?? ""
      if request.method == .post, let nonsense, state.spoilt.insert(operation).inserted {
        if nonsense.isActedOn { _ = handle(call, operation, &state) }
        return nonsense.answer
      }
      return .success(handle(call, operation, &state))
    }
  }

  private func handle(_ call: Call, _ operation: String, _ state: inout State) -> HTTPResponse {
    guard case .answer(let answer) = state.world.handle(call) else { return HTTPResponse(status: 500) }
    if call.method == "POST", answer.status == 200 {
      state.acts[operation, default: []].insert((try? JSON.parse(answer.body))?["id"]?.stringValue ?? "")
    }
    return HTTPResponse(
      status: answer.status, headers: HTTPHeaders(answer.headers.map { (name: $0.name, value: $0.value) }),
      body: answer.body)
  }

  func call(_ method: String, _ path: String, _ body: [UInt8]) -> [UInt8] {
    state.withLock { state in
      let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
      let call = Call(
        method: method, path: parts[0], query: parts.count > 1 ? parts[1] : "",
        headers: ["authorization": "Bearer sk_test_sandbox"], body: body)
      guard case .answer(let answer) = state.world.handle(call) else { return [] }
      return answer.body
    }
  }

  func nextEvent(now: Instant) -> (key: String, body: [UInt8])? {
    state.withLock { state in
      guard let attempt = state.world.webhooks.next(now: now) else { return nil }
      state.world.webhooks.record(attempt.number, acknowledged: true, now: now)
      return ("\(attempt.number)", attempt.body)
    }
  }
}
