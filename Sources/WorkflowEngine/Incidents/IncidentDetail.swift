internal import CEL
internal import Statecharts

/// The typed part of an incident's detail.
enum IncidentDetail {
  /// The family is stopped; the incident holds the input of the step that failed.
  case holds(input: Value, label: StepLabel, failure: StepFailure)
  /// The family is stopped and no input is held, because its definitions or rows could not be read or written.
  case stops(message: String)

  var value: Value {
    switch self {
    case .holds(let input, let label, let failure):
      [
        "stimulus": input, "kind": .string(label.kind.rawValue), "name": .string(label.name),
        "actor": .string(label.actor), "machine": .string(failure.machine), "line": .int(Int64(failure.line)),
        "message": .string(failure.message),
      ]
    case .stops(let message): ["stops": true, "message": .string(message)]
    }
  }

  /// Returns the input that the incident holds; nil if it holds none. Throws if the input cannot be read.
  static func input(of detail: Value, bundle: Bundle) throws(EngineError) -> StepInput? {
    guard let held = detail["stimulus"] else { return nil }
    return try StepInputCoding.decode(held, bundle: bundle)
  }

  /// True if the incident's family cannot continue before an operator decides.
  static func isBlocking(_ detail: Value) -> Bool { detail["stimulus"] != nil || detail["stops"] == .bool(true) }
}
