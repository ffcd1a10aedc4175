import CEL
import CivilTime

/// A disturbance that a test requests: its kind, its target and the number of times that it occurs.
struct Fault: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// The operation is carried out and kept, and the connection is cut before the reply.
    case replyLost
    /// The connection is cut before the operation, which is not carried out.
    case dropBefore
    /// This status is answered instead of the operation, or after it if `executed`.
    case status(Int, executed: Bool)
    /// The request waits until the faults are deleted; its idempotency key is in use meanwhile.
    case hold
    /// A refund stays pending; with a delay it completes by itself.
    case refundPending
    /// The event is delivered later by `delay`.
    case webhookDelay
    /// The event is delivered a second time, `delay` after the first delivery or at once.
    case webhookDuplicate
    /// The event is delivered after the next one of the same booking, or after `delay` (PT1M) if there is none.
    case webhookReorder
    /// The object of an answer or an event is written in another form that the provider may use.
    case reshape(Reshaping)
    /// The first delivery is lost; the provider's retries follow.
    case webhookDrop

    var isReshaping: Bool {
      if case .reshape = self { true } else { false }
    }

    var isWebhook: Bool {
      switch self {
      case .webhookDelay, .webhookDuplicate, .webhookReorder, .webhookDrop, .reshape: true
      default: false
      }
    }
  }

  var number: Int
  /// An operation (`transfers.create`), a type of event (`payment_intent.succeeded`), a prefix with `*`, or `*`.
  var target: String
  var kind: Kind
  /// The number of remaining occurrences.
  var count: Int
  var delay: Duration?
  /// If set, only requests that contain this text are affected.
  var match: String?
  /// The payment provider's code for a requested status, such as `lock_timeout` for a 429.
  var code: String?
  /// The type of error for a requested status, such as `idempotency_error` for a 400.
  var errorType: String?

  func strikes(_ operation: String, _ text: @autoclosure () -> String) -> Bool {
    guard count > 0 else { return false }
    if target.hasSuffix("*") {
      guard operation.hasPrefix(target.dropLast()) else { return false }
    } else if target != operation {
      return false
    }
    return match.map { text().contains($0) } ?? true
  }
}

extension Fault {
  static let kinds = [
    "reply_lost", "drop_before", "status", "hold", "refund_pending", "webhook_delay", "webhook_duplicate",
    "webhook_reorder", "webhook_drop", "reshape",
  ]

  /// Reads the body of `POST /_sandbox/faults`.
  init(_ object: ValueMap, number: Int) throws(ControlError) {
    guard let target = object["on"]?.stringValue, !target.isEmpty else {
      throw .missing("on", "an operation such as transfers.create, a type of event, or *")
    }
    let name = object["kind"]?.stringValue ?? ""
    let kind: Kind
    switch name {
    case "reply_lost": kind = .replyLost
    case "drop_before": kind = .dropBefore
    case "hold": kind = .hold
    case "refund_pending": kind = .refundPending
    case "webhook_delay": kind = .webhookDelay
    case "webhook_duplicate": kind = .webhookDuplicate
    case "webhook_reorder": kind = .webhookReorder
    case "webhook_drop": kind = .webhookDrop
    case "reshape":
      let shape = Reshaping(object)
      guard !shape.isEmpty else { throw .missing("null", "paths in 'null', 'drop' or 'expand'") }
      kind = .reshape(shape)
    case "status":
      guard let status = object["status"]?.intValue, (400...599).contains(status) else {
        throw .missing("status", "a number from 400 to 599")
      }
      kind = .status(Int(status), executed: object["executed"]?.boolValue ?? false)
    default: throw .wrong("kind", name, "one of \(Self.kinds.joined(separator: ", "))")
    }
    let count = object["count"]?.intValue ?? 1
    guard (1...1_000_000).contains(count) else { throw .wrong("count", "\(count)", "a number from 1 to 1000000") }
    self.init(
      number: number, target: target, kind: kind, count: Int(count),
      delay: try ControlError.duration(object, "delay"), match: object["match"]?.stringValue,
      code: object["code"]?.stringValue, errorType: object["type"]?.stringValue)
  }

  var json: Value {
    var status: Int64?
    var executed = false
    var shape: [(String, Value)] = []
    let name: String
    switch kind {
    case .reshape(let ordered):
      name = "reshape"
      shape = ordered.json
    case .replyLost: name = "reply_lost"
    case .dropBefore: name = "drop_before"
    case .hold: name = "hold"
    case .refundPending: name = "refund_pending"
    case .webhookDelay: name = "webhook_delay"
    case .webhookDuplicate: name = "webhook_duplicate"
    case .webhookReorder: name = "webhook_reorder"
    case .webhookDrop: name = "webhook_drop"
    case .status(let code, let after):
      name = "status"
      status = Int64(code)
      executed = after
    }
    var out: ValueMap = [
      "number": .int(Int64(number)), "on": .string(target), "kind": .string(name), "count": .int(Int64(count)),
      "status": status.map(Value.int) ?? .null, "executed": .bool(executed),
      "delay": (delay?.iso8601).map(Value.string) ?? .null, "match": match.map(Value.string) ?? .null,
      "code": code.map(Value.string) ?? .null, "type": errorType.map(Value.string) ?? .null,
    ]
    for (name, paths) in shape { out[name] = paths }
    return .map(out)
  }
}
