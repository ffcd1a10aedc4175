import CEL
import CivilTime

/// A refused call of the control API: `{"error": {"code", "message"}}`.
struct ControlError: Error, Sendable, Equatable {
  var status = 400
  var code: String
  var message: String

  static func missing(_ key: String, _ expected: String) -> ControlError {
    ControlError(code: "missing", message: "'\(key)' is missing; expected \(expected)")
  }

  static func wrong(_ key: String, _ given: String, _ expected: String) -> ControlError {
    ControlError(code: "wrong", message: "'\(key)' is '\(given)'; expected \(expected)")
  }

  static func absent(_ what: String) -> ControlError {
    ControlError(status: 404, code: "not_found", message: "there is no \(what)")
  }

  /// Reads an ISO 8601 duration of a body; nil if the key is absent.
  static func duration(_ object: ValueMap, _ key: String) throws(ControlError) -> Duration? {
    guard let value = object[key], value != .null else { return nil }
    guard let text = value.stringValue, let duration = try? Duration.parse(iso8601: text), duration >= .zero else {
      throw .wrong(key, JSON.text(value), "an ISO 8601 duration such as PT10M")
    }
    return duration
  }

  var answer: Answer {
    Answer(status: status, json: ["error": ["code": .string(code), "message": .string(message)]])
  }
}
