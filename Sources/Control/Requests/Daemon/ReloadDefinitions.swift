/// Reads definitions and mail templates again; answers when they are in force. Faulty ones are refused with their findings, and the
/// running ones stay.
public struct ReloadDefinitions: ControlRequest {
  public static let verb = Verb("reload", .reload)
  public typealias Answer = Reloaded

  public init() {}
}

/// How a reload ended.
public struct Reloaded: Codable, Sendable {
  /// A sentence for people.
  public var text: String

  public init(text: String) { self.text = text }
}
