/// One verb of the control API. The stored properties are its arguments, and `Answer` is the type of its answer. A
/// verb's name stands nowhere else.
///
/// `docs/control-protocol.md` is made from the doc comments of requests, answers and their properties.
public protocol ControlRequest: Codable, Sendable {
  /// The type of the answer, or of one line of it.
  associatedtype Answer: Codable & Sendable
  /// The verb's name and permission.
  static var verb: Verb { get }
}

/// A verb that answers with lines as they arise; `Answer` is the type of one line.
public protocol StreamedRequest: ControlRequest {}
