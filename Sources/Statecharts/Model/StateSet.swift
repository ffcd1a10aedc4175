/// A set of states of one machine, in document order. Its size is fixed, so that copying a configuration allocates
/// nothing. States are numbers from 0 to `capacity` - 1, which is not checked.
public struct StateSet: Hashable, Sendable, Sequence {
  /// The most states that a machine can have, its root included.
  public static let capacity = 256

  // Four separate words, because the alignment of a vector would enlarge every array and snapshot that holds a set.
  @usableFromInline var a: UInt64 = 0
  @usableFromInline var b: UInt64 = 0
  @usableFromInline var c: UInt64 = 0
  @usableFromInline var d: UInt64 = 0

  /// Creates an empty set.
  @inlinable public init() {}

  @inlinable init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  /// Creates a set of the given states.
  public init(_ states: some Sequence<Int>) {
    for state in states { insert(state) }
  }

  /// Returns bit `state & 63` of its word.
  @inlinable static func bit(_ state: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: state) }

  @inlinable func word(_ index: Int) -> UInt64 {
    index & 2 == 0 ? (index & 1 == 0 ? a : b) : (index & 1 == 0 ? c : d)
  }

  /// Returns true if the state is in the set.
  @inlinable public func contains(_ state: Int) -> Bool { word(state >> 6) & Self.bit(state) != 0 }

  /// Adds a state.
  @inlinable public mutating func insert(_ state: Int) {
    switch state >> 6 {
    case 0: a |= Self.bit(state)
    case 1: b |= Self.bit(state)
    case 2: c |= Self.bit(state)
    default: d |= Self.bit(state)
    }
  }

  /// Removes a state, if it is there.
  @inlinable public mutating func remove(_ state: Int) {
    switch state >> 6 {
    case 0: a &= ~Self.bit(state)
    case 1: b &= ~Self.bit(state)
    case 2: c &= ~Self.bit(state)
    default: d &= ~Self.bit(state)
    }
  }

  /// True if the set has no states.
  @inlinable public var isEmpty: Bool { a | b | c | d == 0 }

  /// The number of states.
  @inlinable public var count: Int {
    a.nonzeroBitCount + b.nonzeroBitCount + c.nonzeroBitCount + d.nonzeroBitCount
  }

  /// Returns true if the sets have a state in common.
  @inlinable public func intersects(_ other: StateSet) -> Bool {
    (a & other.a) | (b & other.b) | (c & other.c) | (d & other.d) != 0
  }

  /// Returns true if every state of this set is in the other.
  @inlinable public func isSubset(of other: StateSet) -> Bool { subtracting(other).isEmpty }

  /// Returns the states that are in either set.
  @inlinable public func union(_ other: StateSet) -> StateSet {
    StateSet(a | other.a, b | other.b, c | other.c, d | other.d)
  }

  /// Returns the states of this set that are not in the other.
  @inlinable public func subtracting(_ other: StateSet) -> StateSet {
    StateSet(a & ~other.a, b & ~other.b, c & ~other.c, d & ~other.d)
  }

  /// Returns the states that are in both sets.
  @inlinable public func intersection(_ other: StateSet) -> StateSet {
    StateSet(a & other.a, b & other.b, c & other.c, d & other.d)
  }

  /// Adds all states of the other set.
  @inlinable public mutating func formUnion(_ other: StateSet) { self = union(other) }

  /// Removes all states of the other set.
  @inlinable public mutating func subtract(_ other: StateSet) { self = subtracting(other) }

  /// The first state in document order; nil if the set is empty.
  @inlinable public var first: Int? {
    if a != 0 { return a.trailingZeroBitCount }
    if b != 0 { return 64 | b.trailingZeroBitCount }
    if c != 0 { return 128 | c.trailingZeroBitCount }
    return d != 0 ? 192 | d.trailingZeroBitCount : nil
  }

  /// The last state in document order; nil if the set is empty.
  @inlinable public var last: Int? {
    if d != 0 { return 255 - d.leadingZeroBitCount }
    if c != 0 { return 191 - c.leadingZeroBitCount }
    if b != 0 { return 127 - b.leadingZeroBitCount }
    return a != 0 ? 63 - a.leadingZeroBitCount : nil
  }

  /// Removes and returns the first state in document order.
  @inlinable mutating func popFirst() -> Int? {
    guard let state = first else { return nil }
    remove(state)
    return state
  }

  /// Removes and returns the last state in document order.
  @inlinable mutating func popLast() -> Int? {
    guard let state = last else { return nil }
    remove(state)
    return state
  }

  /// Returns the number of states of the set that come before `state`.
  func rank(of state: Int) -> Int {
    var rank = (word(state >> 6) & (Self.bit(state) &- 1)).nonzeroBitCount
    if state >= 64 { rank += a.nonzeroBitCount }
    if state >= 128 { rank += b.nonzeroBitCount }
    if state >= 192 { rank += c.nonzeroBitCount }
    return rank
  }

  /// Iterates in ascending order, which is document order.
  @inlinable public func makeIterator() -> Iterator { Iterator(rest: self) }

  /// Iterates over a set in document order.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var rest: StateSet

    @usableFromInline init(rest: StateSet) { self.rest = rest }

    /// Returns the next state; nil at the end.
    @inlinable public mutating func next() -> Int? { rest.popFirst() }
  }

  /// The states in descending order, which is the order of exits.
  @inlinable public var descending: Descending { Descending(rest: self) }

  /// Iterates over a set in the reverse of document order.
  public struct Descending: Sequence, IteratorProtocol {
    @usableFromInline var rest: StateSet

    @usableFromInline init(rest: StateSet) { self.rest = rest }

    /// Returns the next state; nil at the end.
    @inlinable public mutating func next() -> Int? { rest.popLast() }
  }
}
