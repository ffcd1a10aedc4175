/// A set of states of one machine, by document order. Fixed size, so that copying a configuration allocates nothing.
public struct StateSet: Hashable, Sendable, Sequence {
  /// The most states that a machine can have, its root included.
  public static let capacity = 256

  @usableFromInline var words: SIMD4<UInt64>

  @inlinable public init() { words = .zero }

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
  public var descending: [Int] { Array(self).reversed() }
}
