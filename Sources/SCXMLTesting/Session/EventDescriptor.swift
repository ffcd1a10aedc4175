/// What a transition calls the events that it takes (SCXML 3.12.1): a prefix of tokens.
public struct EventDescriptor: Sendable, Hashable {
  /// Empty matches every event.
  private let tokens: [Substring]

  /// `foo`, `foo.` and `foo.*` mean the same; `*` means every event.
  public init(_ text: String) {
    var parts = text.split(separator: ".", omittingEmptySubsequences: true)
    if parts.last == "*" { parts.removeLast() }
    tokens = parts
  }

  public func matches(_ event: String) -> Bool {
    if tokens.isEmpty { return true }
    return event.split(separator: ".", omittingEmptySubsequences: false).starts(with: tokens)
  }
}
