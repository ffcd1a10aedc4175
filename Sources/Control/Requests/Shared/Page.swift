/// A part of a list.
public struct Page<Item: Codable & Sendable>: Codable, Sendable {
  /// The items in the order that the verb states.
  public var items: [Item]
  /// The value of `after` for the items that follow; null at the end of the list.
  public var next: String?
  /// Whether there are further items. Without `next`, ask with a larger `limit` or for less.
  public var more: Bool

  /// Creates a `Page` from its fields.
  public init(_ items: [Item], next: String?) {
    self.items = items
    self.next = next
    more = next != nil
  }

  /// Creates the answer of a list without pages.
  public init(_ items: [Item], more: Bool = false) {
    self.items = items
    self.more = more
  }

  private enum CodingKeys: String, CodingKey { case items, next, more }

  /// Writes `next` also when it is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(items, forKey: .items)
    try container.encode(next, forKey: .next)
    try container.encode(more, forKey: .more)
  }
}
