/// One verb of the control API: the stored properties are its arguments, `Answer` is what the daemon says. The only place where the
/// verb has its name.
///
/// Doc comments of requests, answers and their properties are what `docs/control-protocol.md` says of them.
public protocol ControlRequest: Codable, Sendable {
  associatedtype Answer: Codable & Sendable
  static var verb: Verb { get }
}

/// A verb that answers with lines as they come; `Answer` is one of them.
public protocol StreamedRequest: ControlRequest {}
