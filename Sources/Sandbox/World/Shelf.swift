import CivilTime

/// An object that the provider keeps and lists, with its identifier and its time of creation.
protocol Shelved: Sendable {
  var id: String { get }
  var created: Instant { get }
}

/// Objects in the order of their creation, found by identifier or by a tag (`group:VLT-…`) without a scan.
struct Shelf<Item: Shelved>: Sendable {
  private(set) var items: [Item] = []
  private var places: [String: Int] = [:]
  private var tags: [String: [Int]] = [:]

  subscript(_ id: String) -> Item? { places[id].map { items[$0] } }

  mutating func add(_ item: Item, tags names: [String] = []) {
    places[item.id] = items.count
    for name in names { tags[name, default: []].append(items.count) }
    items.append(item)
  }

  /// Changes one object in place and returns it; nil if there is none.
  @discardableResult
  mutating func change(_ id: String, _ body: (inout Item) -> Void) -> Item? {
    guard let place = places[id] else { return nil }
    body(&items[place])
    return items[place]
  }

  /// Adds a tag by which an object is found.
  mutating func tag(_ id: String, _ name: String) {
    guard let place = places[id], tags[name]?.contains(place) != true else { return }
    tags[name, default: []].append(place)
  }

  /// Returns the objects oldest first, or in the order in which they got the tag.
  func tagged(_ tag: String) -> [Item] { (tags[tag] ?? []).map { items[$0] } }
}
