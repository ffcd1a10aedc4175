/// A set of states of one machine, by document order. Fixed size, so that copying a configuration allocates nothing.
public struct StateSet: Hashable, Sendable, Sequence {
  /// The most states that a machine can have, its root included.
  public static let capacity = 256

  @usableFromInline var words: SIMD4<UInt64>

  @inlinable public init() { words = .zero }

  init(words: SIMD4<UInt64>) { self.words = words }

  public init(_ states: some Sequence<Int>) {
    words = .zero
    for state in states { insert(state) }
  }

  @inlinable public func contains(_ state: Int) -> Bool {
    words[state >> 6] & (1 << UInt64(state & 63)) != 0
  }

  @inlinable public mutating func insert(_ state: Int) {
    words[state >> 6] |= 1 << UInt64(state & 63)
  }

  @inlinable public mutating func remove(_ state: Int) {
    words[state >> 6] &= ~(1 << UInt64(state & 63))
  }

  @inlinable public var isEmpty: Bool { words == .zero }

  @inlinable public func intersects(_ other: StateSet) -> Bool { words & other.words != .zero }

  @inlinable public func union(_ other: StateSet) -> StateSet {
    var result = self
    result.words |= other.words
    return result
  }

  @inlinable public func subtracting(_ other: StateSet) -> StateSet {
    var result = self
    result.words &= ~other.words
    return result
  }

  @inlinable public func intersection(_ other: StateSet) -> StateSet {
    var result = self
    result.words &= other.words
    return result
  }

  @inlinable public mutating func formUnion(_ other: StateSet) { words |= other.words }

  @inlinable public mutating func subtract(_ other: StateSet) { words &= ~other.words }

  /// True if every state of this set is in the other.
  @inlinable public func isSubset(of other: StateSet) -> Bool { words & ~other.words == .zero }

  @inlinable public var count: Int {
    words[0].nonzeroBitCount + words[1].nonzeroBitCount + words[2].nonzeroBitCount + words[3].nonzeroBitCount
  }

  /// How many states of the set come before `state`.
  @usableFromInline func rank(of state: Int) -> Int {
    let word = state >> 6
    var rank = (words[word] & ((1 << UInt64(state & 63)) &- 1)).nonzeroBitCount
    for lower in 0..<word { rank += words[lower].nonzeroBitCount }
    return rank
  }

  /// The states of a subtree: `first` up to, and without, `end`.
  init(range: Range<Int>) {
    words = .zero
    for state in range { insert(state) }
  }

  /// Takes out the last state in document order.
  @usableFromInline mutating func popLast() -> Int? {
    var word = 3
    while word >= 0 {
      let bits = words[word]
      if bits != 0 {
        let bit = 63 - bits.leadingZeroBitCount
        words[word] = bits & ~(1 << UInt64(bit))
        return word << 6 | bit
      }
      word -= 1
    }
    return nil
  }

  /// Ascending, which is document order.
  @inlinable public func makeIterator() -> Iterator { Iterator(words: words) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var words: SIMD4<UInt64>
    @usableFromInline var word = 0

    @usableFromInline init(words: SIMD4<UInt64>) { self.words = words }

    @inlinable public mutating func next() -> Int? {
      while word < 4 {
        let bits = words[word]
        if bits != 0 {
          words[word] = bits & (bits &- 1)
          return word << 6 | bits.trailingZeroBitCount
        }
        word += 1
      }
      return nil
    }
  }

  /// Descending, which is the order of exits.
  @inlinable public var descending: Descending { Descending(rest: self) }

  public struct Descending: Sequence, IteratorProtocol {
    @usableFromInline var rest: StateSet

    @usableFromInline init(rest: StateSet) { self.rest = rest }

    @inlinable public mutating func next() -> Int? { rest.popLast() }
  }
}
