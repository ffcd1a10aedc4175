internal import Dispatch
internal import Synchronization

/// Maps items on several threads and returns the results in the order of the items. Each thread takes the next item
/// that is left.
package func parallel<Item: Sendable, Result: Sendable>(
  _ items: [Item], threads: Int, _ body: @escaping @Sendable (Item) -> Result
) -> [Result] {
  if threads <= 1 || items.count <= 1 { return items.map(body) }
  let next = Mutex(0)
  let results = Mutex([Result?](repeating: nil, count: items.count))
  DispatchQueue.concurrentPerform(iterations: min(threads, items.count)) { _ in
    while true {
      let index = next.withLock { number in
        defer { number += 1 }
        return number
      }
      if index >= items.count { return }
      let result = body(items[index])
      results.withLock { $0[index] = result }
    }
  }
  return results.withLock { $0.compactMap(\.self) }
}
