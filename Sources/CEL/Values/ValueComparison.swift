import CivilTime

extension Value {
  /// The operator `==` of an expression (language definition, "Equality"). Int, uint and double are compared as one
  /// number line; values of any other different types are unequal, which is no error.
  public func equals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.list(let a), .list(let b)):
      guard a.count == b.count else { return false }
      for index in a.indices where !a[index].equals(b[index]) { return false }
      return true
    case (.map(let a), .map(let b)): return a.matches(b) { $0.equals($1) }
    case (.optional(let a?), .optional(let b?)): return a.equals(b)
    case (.int, .uint), (.int, .double), (.uint, .int), (.uint, .double), (.double, .int), (.double, .uint):
      return order(other) == .equal
    default: return self == other
    }
  }

  enum Order { case less, equal, greater, unordered }

  /// Returns nil if the two values have no order.
  func order(_ other: Value) -> Order? {
    func ordered<T: Comparable>(_ a: T, _ b: T) -> Order { a < b ? .less : a > b ? .greater : .equal }
    switch (self, other) {
    case (.int(let a), .int(let b)): return ordered(a, b)
    case (.timestamp(let a), .timestamp(let b)): return ordered(a, b)
    case (.duration(let a), .duration(let b)): return ordered(a, b)
    case (.string(let a), .string(let b)):
      return CodePoints.equal(a, b) ? .equal : CodePoints.less(a, b) ? .less : .greater
    case (.uint(let a), .uint(let b)): return ordered(a, b)
    case (.double(let a), .double(let b)): return Self.order(a, b)
    case (.bool(let a), .bool(let b)): return ordered(a ? 1 : 0, b ? 1 : 0)
    case (.bytes(let a), .bytes(let b)):
      return a == b ? .equal : a.lexicographicallyPrecedes(b) ? .less : .greater
    case (.int(let a), .uint(let b)): return a < 0 ? .less : ordered(UInt64(a), b)
    case (.uint(let a), .int(let b)): return b < 0 ? .greater : ordered(a, UInt64(b))
    case (.int(let a), .double(let b)): return Self.order(Double(a), b)
    case (.uint(let a), .double(let b)): return Self.order(Double(a), b)
    case (.double(let a), .int(let b)): return Self.order(a, Double(b))
    case (.double(let a), .uint(let b)): return Self.order(a, Double(b))
    default: return nil
    }
  }

  // As in cel-go and cel-cpp, whole numbers beyond 2^53 are rounded before they are compared with a double.
  private static func order(_ a: Double, _ b: Double) -> Order {
    a < b ? .less : a > b ? .greater : a == b ? .equal : .unordered
  }
}
