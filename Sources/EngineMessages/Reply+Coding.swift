public import CEL

extension Reply {
  /// The form that is remembered for duplicates and shown to operators: an object with `verdict` and its details.
  /// Capabilities are left out, because they are secrets and can be derived.
  public var value: Value {
    switch self {
    case .accepted(let reference, let disposition):
      ["reference": .string(reference), "verdict": .string(disposition.rawValue)]
    case .created(let reference, _): ["reference": .string(reference), "created": true]
    case .carriedOut(let reference, let result): ["reference": .string(reference), "verdict": .string(result)]
    case .duplicate(let original): original.value
    case .rejected(let code, let message):
      ["verdict": "rejected", "code": .string(code), "message": .string(message)]
    case .conflict(let message): ["verdict": "conflict", "message": .string(message)]
    case .unknownTarget(let message): ["verdict": "unknown", "message": .string(message)]
    case .overloaded(let message): ["verdict": "overloaded", "message": .string(message)]
    case .keyExists(let key): ["verdict": "exists", "reference": .string(key)]
    }
  }

  /// Reads a remembered reply; nil if the value is none. The reply to an operator's command is read as `carriedOut`.
  public init?(_ value: Value) {
    let reference = value["reference"]?.stringValue ?? ""
    if value["created"] == .bool(true) {
      self = .created(reference: reference, capabilities: [])
      return
    }
    guard let verdict = value["verdict"]?.stringValue else { return nil }
    // The result of a command is any word, such as the state `unknown` of a step. Only a refusal has a message.
    switch (verdict, value["message"]?.stringValue) {
    case ("rejected", let message?): self = .rejected(code: value["code"]?.stringValue ?? "rejected", message: message)
    case ("conflict", let message?): self = .conflict(message)
    case ("unknown", let message?): self = .unknownTarget(message)
    case ("overloaded", let message?): self = .overloaded(message)
    case ("exists", _): self = .keyExists(reference)
    default:
      if let disposition = Disposition(rawValue: verdict) {
        self = .accepted(reference: reference, disposition: disposition)
      } else {
        self = .carriedOut(reference: reference, result: verdict)
      }
    }
  }
}
