/// Reads definitions and mail templates again, and answers once they are in force. Faulty ones are refused with their
/// findings, and the deployed ones stay.
public struct ReloadDefinitions: ControlRequest {
  /// The verb `reload`, for the admin socket; it is harmless to repeat.
  public static let verb = Verb("reload", .reload)
  /// The answer is a `Reloaded`.
  public typealias Answer = Reloaded

  /// Creates the request, which has no arguments.
  public init() {}
}

/// The result of a reload.
public struct Reloaded: Codable, Sendable {
  /// A sentence for people.
  public var text: String

  /// Creates a `Reloaded` from its fields.
  public init(text: String) { self.text = text }
}
