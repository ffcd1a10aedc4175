/// The events that a transition takes: those whose name begins with the descriptor's tokens (SCXML 3.12.1).
public struct EventDescriptor: Sendable, Hashable {
  /// The tokens between dots. Without any, every event matches.
  private let tokens: [Substring]

  /// Reads a descriptor. `foo`, `foo.` and `foo.*` mean the same; `*` means every event.
  public init(_ text: String) {
    var parts = text.split(separator: ".", omittingEmptySubsequences: true)
    if parts.last == "*" { parts.removeLast() }
    tokens = parts
  }

  /// Returns true if the event's name begins with the tokens.
  public func matches(_ event: String) -> Bool {
    if tokens.isEmpty { return true }
    return event.split(separator: ".", omittingEmptySubsequences: false).starts(with: tokens)
  }
}
