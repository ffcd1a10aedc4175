public import CEL

/// The failure of a call: an HTTP status and `{code, message, hint?, findings?}`.
public struct ControlFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// An HTTP status from 400 to 599; 0 if no daemon answered.
  public var status: Int
  /// A stable code in `snake_case`.
  public var code: String
  /// One sentence that names the expected and the given value.
  public var message: String
  /// The action that mends it, if one is known.
  public var hint: String?
  /// The findings of a check, as a list of objects.
  public var findings: Value?

  /// Creates a failure.
  public init(status: Int, code: String, message: String, hint: String? = nil, findings: Value? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.hint = hint
    self.findings = findings
  }

  /// The code, the message and the hint in one line.
  public var description: String { hint.map { "\(code): \(message) (\($0))" } ?? "\(code): \(message)" }

  var value: Value {
    var map = ValueMap([("code", .string(code)), ("message", .string(message))])
    if let hint { map["hint"] = .string(hint) }
    if let findings { map["findings"] = findings }
    return .map(map)
  }

  /// Returns nil if the JSON is not that of a failure.
  init?(status: Int, value: Value) {
    guard let code = value["code"]?.stringValue, let message = value["message"]?.stringValue else { return nil }
    self.init(
      status: status, code: code, message: message, hint: value["hint"]?.stringValue, findings: value["findings"])
  }
}
