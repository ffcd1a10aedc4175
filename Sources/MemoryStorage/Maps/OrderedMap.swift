/// A sorted map whose copies share their common parts: a balanced tree (AVL) of immutable nodes. A copy costs nothing,
/// and a change costs a path of new nodes. Snapshots for readers and the state before a transaction are therefore free.
struct OrderedMap<Key: Comparable & Sendable, Value: Sendable>: Sendable {
  private final class Node: Sendable {
    let key: Key
    let value: Value
    let left: Node?
    let right: Node?
    let height: Int

    init(_ key: Key, _ value: Value, _ left: Node?, _ right: Node?) {
      self.key = key
      self.value = value
      self.left = left
      self.right = right
      height = max(left?.height ?? 0, right?.height ?? 0) + 1
    }
  }

  private var root: Node?

  subscript(key: Key) -> Value? {
    get {
      var node = root
      while let here = node {
        if key < here.key { node = here.left } else if here.key < key { node = here.right } else { return here.value }
      }
      return nil
    }
    set {
      root = newValue.map { Self.inserting(key, $0, root) } ?? Self.removing(key, root)
    }
  }

  /// The last key; nil for an empty map.
  var lastKey: Key? {
    var node = root
    while let right = node?.right { node = right }
    return node?.key
  }

  /// Visits every entry in order, from the first key that is not below `lower`, until `body` returns false.
  func walk(from lower: Key? = nil, _ body: (Key, Value) -> Bool) { _ = Self.walk(root, lower, body) }

  /// Returns values in order, from the first key that is not below `lower`, while the key satisfies `prefix`. At most
  /// `limit` values that satisfy `wanted` are returned.
  func values(
    from lower: Key? = nil, while prefix: (Key) -> Bool = { _ in true }, where wanted: (Value) -> Bool = { _ in true },
    limit: Int = .max
  ) -> [Value] {
    var found: [Value] = []
    guard limit > 0 else { return found }
    walk(from: lower) { key, value in
      guard prefix(key) else { return false }
      if wanted(value) { found.append(value) }
      return found.count < limit
    }
    return found
  }

  private static func walk(_ node: Node?, _ lower: Key?, _ body: (Key, Value) -> Bool) -> Bool {
    guard let node else { return true }
    let isBelow = lower.map { node.key < $0 } ?? false
    if !isBelow {
      guard walk(node.left, lower, body), body(node.key, node.value) else { return false }
    }
    return walk(node.right, lower, body)
  }

  private static func inserting(_ key: Key, _ value: Value, _ node: Node?) -> Node {
    guard let node else { return Node(key, value, nil, nil) }
    if key < node.key { return balanced(node, inserting(key, value, node.left), node.right) }
    if node.key < key { return balanced(node, node.left, inserting(key, value, node.right)) }
    return Node(key, value, node.left, node.right)
  }

  private static func removing(_ key: Key, _ node: Node?) -> Node? {
    guard let node else { return nil }
    if key < node.key { return balanced(node, removing(key, node.left), node.right) }
    if node.key < key { return balanced(node, node.left, removing(key, node.right)) }
    guard let right = node.right else { return node.left }
    guard let left = node.left else { return right }
    var least = right
    while let next = least.left { least = next }
    return balanced(least, left, removing(least.key, right))
  }

  /// Returns a node with the entry of `middle`, rotated if one side is two levels higher than the other.
  private static func balanced(_ middle: Node, _ left: Node?, _ right: Node?) -> Node {
    let lean = (left?.height ?? 0) - (right?.height ?? 0)
    if lean > 1, let left {
      if let inner = left.right, inner.height > left.left?.height ?? 0 {
        return Node(
          inner.key, inner.value, Node(left.key, left.value, left.left, inner.left),
          Node(middle.key, middle.value, inner.right, right))
      }
      return Node(left.key, left.value, left.left, Node(middle.key, middle.value, left.right, right))
    }
    if lean < -1, let right {
      if let inner = right.left, inner.height > right.right?.height ?? 0 {
        return Node(
          inner.key, inner.value, Node(middle.key, middle.value, left, inner.left),
          Node(right.key, right.value, inner.right, right.right))
      }
      return Node(right.key, right.value, Node(middle.key, middle.value, left, right.left), right.right)
    }
    return Node(middle.key, middle.value, left, right)
  }
}
