import CEL
import Digests

extension World {
  /// Handles one call of the payment provider: credentials, URL, faults, idempotency, operation.
  mutating func paymentCall(_ call: Call, _ segments: ArraySlice<String>, _ resumed: Bool) -> CallResult {
    let request = payment.core.names.next("req")
    func finish(_ answer: Answer) -> CallResult {
      var answer = answer
      answer.set("Request-Id", request)
      answer.set("Stripe-Version", call.headers["stripe-version"] ?? payment.core.terms.apiVersion)
      if let key = call.headers["idempotency-key"] { answer.set("Idempotency-Key", key) }
      return .answer(answer)
    }
    guard call.bearer == options.apiKey else { return finish(PaymentError.unauthorized.answer) }
    guard var operation = PaymentOperation(call.method, segments) else {
      return finish(PaymentError.unknownURL(call.method, call.path).answer)
    }
    operation.account = call.headers["stripe-account"]
    let key = call.method == "POST" ? call.headers["idempotency-key"] : nil
    if let key, key.count > 255 {
      return finish(PaymentError.invalid("Idempotency keys are at most 255 characters long.").answer)
    }
    let print = SHA256.hash(Array("\(call.path)\n".utf8) + call.body)
    if let key, !resumed {
      switch payment.idempotency.find(key, fingerprint: print, now: clock.now) {
      case .new: break
      case .inUse: return finish(PaymentError.keyInUse.answer)
      case .otherParameters: return finish(PaymentError.keyReused(key).answer)
      case .replay(var answer):
        // A fault of the network also applies to a replay; a requested status is not used up by one.
        let fault = faults.take(operation.name, call.searchable) { $0 == .replyLost || $0 == .dropBefore }
        if fault != nil { return .cut }
        answer.set("Idempotent-Replayed", "true")
        return finish(answer)
      }
    }
    let shape = faults.take(operation.name, call.searchable, where: \.isReshaping)?.kind
    let fault = faults.take(operation.name, call.searchable) { !$0.isWebhook && (!resumed || $0 != .hold) }
    switch fault?.kind {
    case .dropBefore: return .cut
    case .hold:
      if let key { payment.idempotency.begin(key, fingerprint: print, now: clock.now) }
      return .held
    case .status(let status, executed: false):
      let error = PaymentError.ordered(status, code: fault?.code, type: fault?.errorType)
      keep(error.answer, if: error.begun, key, print)
      return finish(error.answer)
    default: break
    }
    payment.core.request = request
    payment.core.idempotencyKey = key
    var (answer, begun) = execute(operation, call, fault?.kind == .refundPending ? fault : nil)
    if case .status(let status, executed: true) = fault?.kind {
      answer = PaymentError.ordered(status, code: fault?.code, type: fault?.errorType).answer
    }
    keep(answer, if: begun, key, print)
    if case .reshape(let shape) = shape { answer = shape.apply(to: answer, payment) }
    if fault?.kind == .replyLost { return .cut }
    return finish(answer)
  }

  private mutating func keep(_ answer: Answer, if begun: Bool, _ key: String?, _ print: [UInt8]) {
    guard let key else { return }
    guard begun else { return payment.idempotency.forget(key) }
    payment.idempotency.keep(key, fingerprint: print, answer: answer, now: clock.now)
  }

  /// Operations check before they act, so one that throws has changed nothing.
  private mutating func execute(_ operation: PaymentOperation, _ call: Call, _ pending: Fault?) -> (Answer, Bool) {
    do {
      let source = call.method == "POST" ? call.body : Array(call.query.utf8)
      let fields = try FormBody.parse(source)
      try ParameterCheck.check(fields, of: operation.name)
      let parameters = Parameters(fields)
      let expand = try parameters.texts("expand")
      let value = try payment.perform(operation, parameters, pendingRefund: pending)
      return (Answer(json: try Expansion(provider: payment).expand(value, expand)), true)
    } catch {
      return (error.answer, error.begun)
    }
  }
}
