/// Asks the systems behind the executors a harmless question each: whether we are let in, and whether there is what our steps need.
public struct CheckExecutors: ControlRequest {
  public static let verb = Verb("executors.check", isLong: true)
  public typealias Answer = Page<ExecutorFinding>

  /// Only this executor.
  public var name: ShortText?

  public init(name: ShortText? = nil) { self.name = name }
}

/// The answer of an executor's system.
public struct ExecutorFinding: Codable, Sendable {
  /// The executor.
  public var name: String
  /// `works`, `broken`, or `not asked`: people carry its steps out.
  public var result: String
  /// The stable code of what is wrong; absent unless it is broken.
  public var code: String?
  /// Who answered, or what to change.
  public var message: String?

  public init(name: String, result: String, code: String? = nil, message: String? = nil) {
    self.name = name
    self.result = result
    self.code = code
    self.message = message
  }
}
