import EngineMessages
internal import WorkflowEngine

extension Reply {
  /// The reply in the notation of scenarios: `handled`, `created`, `duplicate`, or the code of a refusal.
  var word: String {
    switch self {
    case .accepted(_, let disposition): disposition.rawValue
    case .carriedOut(_, let result): result
    case .created: "created"
    case .duplicate: "duplicate"
    case .rejected(let code, _): code
    case .conflict: "conflict"
    case .unknownTarget: "unknown"
    case .overloaded: "overloaded"
    case .keyExists: "exists"
    }
  }

  /// The same with the reason, if there is one.
  var told: String {
    if case .rejected(let code, let message) = self, !message.isEmpty, message != code { return "\(code): \(message)" }
    return word
  }
}
