public import CEL

/// Why a call was not carried out. On the wire: the HTTP status and `{code, message, hint?, findings?}`.
public struct ControlFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// An HTTP status 400 … 599; 0 where no answer came from a daemon.
  public var status: Int
  /// Stable, `snake_case`.
  public var code: String
  public var message: String
  /// What to do about it.
  public var hint: String?
  /// What a check found: a list of objects.
  public var findings: Value?

  public init(status: Int, code: String, message: String, hint: String? = nil, findings: Value? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.hint = hint
    self.findings = findings
  }

  public var description: String { hint.map { "\(code): \(message) (\($0))" } ?? "\(code): \(message)" }

  var value: Value {
    var map = ValueMap([("code", .string(code)), ("message", .string(message))])
    if let hint { map["hint"] = .string(hint) }
    if let findings { map["findings"] = findings }
    return .map(map)
  }

  /// nil when the value is not a failure's.
  init?(status: Int, value: Value) {
    guard let code = value["code"]?.stringValue, let message = value["message"]?.stringValue else { return nil }
    self.init(
      status: status, code: code, message: message, hint: value["hint"]?.stringValue, findings: value["findings"])
  }
}
