import CEL
import Digests

/// One call of the payment provider: credentials, URL, faults, idempotency, operation.
struct PaymentCall {
  let call: Call
  /// The parts of the path after `v1`.
  let segments: ArraySlice<String>
  /// True when a held call is handled for the second time.
  let isResumed: Bool

  func handle(in world: inout World) -> CallResult {
    let request = world.payment.core.names.next("req")
    let version = world.payment.core.terms.apiVersion
    func finish(_ answer: Answer) -> CallResult {
      var answer = answer
      answer.set("Request-Id", request)
      answer.set("Stripe-Version", call.headers["stripe-version"] ?? version)
      if let key = call.headers["idempotency-key"] { answer.set("Idempotency-Key", key) }
      return .answer(answer)
    }
    guard call.bearer == world.options.apiKey else { return finish(PaymentError.unauthorized.answer) }
    guard var operation = PaymentOperation(call.method, segments) else {
      return finish(PaymentError.unknownURL(call.method, call.path).answer)
    }
    operation.account = call.headers["stripe-account"]
    let key = call.method == "POST" ? call.headers["idempotency-key"] : nil
    if let key, key.count > 255 {
      return finish(PaymentError.invalid("Idempotency keys are at most 255 characters long.").answer)
    }
    let print = SHA256.hash(Array("\(call.path)\n".utf8) + call.body)
    if let key, !isResumed {
      switch world.payment.idempotency.find(key, fingerprint: print, now: world.clock.now) {
      case .new: break
      case .inUse: return finish(PaymentError.keyInUse.answer)
      case .otherParameters: return finish(PaymentError.keyReused(key).answer)
      case .replay(var answer):
        // A fault of the network also applies to a replay; a requested status is not used up by one.
        let fault = world.faults.take(operation.name, call.searchable) { $0 == .replyLost || $0 == .dropBefore }
        if fault != nil { return .cut }
        answer.set("Idempotent-Replayed", "true")
        return finish(answer)
      }
    }
    let shape = world.faults.take(operation.name, call.searchable, where: \.isReshaping)?.kind
    let fault = world.faults.take(operation.name, call.searchable) { !$0.isWebhook && (!isResumed || $0 != .hold) }
    switch fault?.kind {
    case .dropBefore: return .cut
    case .hold:
      if let key { world.payment.idempotency.begin(key, fingerprint: print, now: world.clock.now) }
      return .held
    case .status(let status, executed: false):
      let error = PaymentError.ordered(status, code: fault?.code, type: fault?.errorType)
      keep(error.answer, if: error.begun, key, print, &world)
      return finish(error.answer)
    default: break
    }
    world.payment.core.request = request
    world.payment.core.idempotencyKey = key
    if let host = call.headers["host"] { world.payment.core.site = "http://\(host)" }
    var (answer, begun) = execute(operation, fault?.kind == .refundPending ? fault : nil, &world.payment)
    if case .status(let status, executed: true) = fault?.kind {
      answer = PaymentError.ordered(status, code: fault?.code, type: fault?.errorType).answer
    }
    keep(answer, if: begun, key, print, &world)
    if case .reshape(let shape) = shape { answer = shape.apply(to: answer, world.payment) }
    if fault?.kind == .replyLost { return .cut }
    return finish(answer)
  }

  private func keep(
    _ answer: Answer, if begun: Bool, _ key: String?, _ print: [UInt8], _ world: inout World
  ) {
    guard let key else { return }
    guard begun else { return world.payment.idempotency.forget(key) }
    world.payment.idempotency.keep(key, fingerprint: print, answer: answer, now: world.clock.now)
  }

  /// Operations check before they act, so one that throws has changed nothing.
  private func execute(
    _ operation: PaymentOperation, _ pending: Fault?, _ payment: inout PaymentProvider
  ) -> (Answer, Bool) {
    do {
      let source = call.method == "POST" ? call.body : Array(call.query.utf8)
      let fields = try FormBody.parse(source)
      try ParameterCheck.check(fields, of: operation.name)
      let parameters = Parameters(fields)
      let expand = try parameters.texts("expand")
      let value = try operation.perform(parameters, pendingRefund: pending, on: &payment)
      return (Answer(json: try Expansion(provider: payment).expand(value, expand)), true)
    } catch {
      return (error.answer, error.begun)
    }
  }
}
