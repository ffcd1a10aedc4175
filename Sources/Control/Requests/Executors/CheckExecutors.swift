/// Asks the systems behind the executors a harmless question each: whether we are let in, and whether there is what our steps need. The
/// mailboxes that are read are asked for the state of their folder.
public struct CheckExecutors: ControlRequest {
  /// The verb `executors.check`, which reads. It may take long, and ends when the caller disconnects.
  public static let verb = Verb("executors.check", isLong: true)
  /// The answer is a page of `ExecutorFinding`.
  public typealias Answer = Page<ExecutorFinding>

  /// Only this executor, or this mailbox (`mailbox:NAME`).
  public var name: ShortText?

  /// Creates the request; an argument that is nil is left out.
  public init(name: ShortText? = nil) { self.name = name }
}

/// The answer of an executor's system, or of a mailbox.
public struct ExecutorFinding: Codable, Sendable {
  /// The executor, or `mailbox:` and the mailbox's name.
  public var name: String
  /// `works`, `broken`, or `not asked`: people carry its steps out.
  public var result: String
  /// The stable code of what is wrong; absent unless it is broken.
  public var code: String?
  /// A sentence on the answer of a system that works, or on the change that a broken one needs; absent if it was not
  /// asked.
  public var message: String?

  /// Creates an `ExecutorFinding`; a field that is nil is left out.
  public init(name: String, result: String, code: String? = nil, message: String? = nil) {
    self.name = name
    self.result = result
    self.code = code
    self.message = message
  }
}
