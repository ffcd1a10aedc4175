/// A part of a list.
public struct Page<Item: Codable & Sendable>: Codable, Sendable {
  /// In the order that the verb says.
  public var items: [Item]
  /// Given as `after`, it leads to the items that follow; null at the end of the list.
  public var next: String?
  /// There are further items. Without `next` they are had by a larger `limit`, or by asking for less.
  public var more: Bool

  public init(_ items: [Item], next: String?) {
    self.items = items
    self.next = next
    more = next != nil
  }

  /// A list that is not divided into pages.
  public init(_ items: [Item], more: Bool = false) {
    self.items = items
    self.more = more
  }

  private enum CodingKeys: String, CodingKey { case items, next, more }

  /// `next` is written always.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(items, forKey: .items)
    try container.encode(next, forKey: .next)
    try container.encode(more, forKey: .more)
  }
}
