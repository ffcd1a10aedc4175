import CEL
import CivilTime

/// One page of a list: `limit` from 1 to 100 (10), `starting_after`, `ending_before`, newest first, `has_more`.
struct ListPage {
  private let limit: Int
  private let after: String?
  private let before: String?
  private let created: ClosedRange<Int64>

  init(_ parameters: Parameters) throws(PaymentError) {
    let limit = try parameters.integer("limit") ?? 10
    guard (1...100).contains(limit) else {
      throw .invalid("Invalid limit: must be between 1 and 100.", code: "parameter_invalid_integer", param: "limit")
    }
    self.limit = Int(limit)
    after = try parameters.text("starting_after")
    before = try parameters.text("ending_before")
    created = try parameters.instants("created")
    if after != nil, before != nil {
      throw .invalid("You can only pass one of starting_after and ending_before.", param: "ending_before")
    }
  }

  /// `items` are given oldest first, in the order of a shelf.
  func answer<Item: Shelved>(_ items: [Item], url: String, render: (Item) -> Value) throws(PaymentError) -> Value {
    let wanted = items.reversed().filter { created.contains($0.created.seconds) }
    var slice = wanted[...]
    if let after {
      guard let place = wanted.firstIndex(where: { $0.id == after }) else {
        throw .absent("object", after, param: "starting_after", status: 400)
      }
      slice = wanted[(place + 1)...]
    } else if let before {
      guard let place = wanted.firstIndex(where: { $0.id == before }) else {
        throw .absent("object", before, param: "ending_before", status: 400)
      }
      slice = wanted[..<place]
    }
    let page = before == nil ? slice.prefix(limit) : slice.suffix(limit)
    return [
      "object": "list", "url": .string(url), "has_more": .bool(page.count < slice.count),
      "data": .list(page.map(render)),
    ]
  }
}
