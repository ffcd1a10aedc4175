/// The greatest size of a variable's values. Cost estimates rely on it.
public struct SizeHint: Hashable, Sendable {
  /// UTF-8 bytes of any one string, or bytes of any one bytes value, within the value.
  public var text: Int
  /// Elements of any one list, or entries of any one map, within the value.
  public var elements: Int
  /// The weight of the whole value: 1 for each value and key at any depth, and 1 for each ten bytes of text.
  public var weight: Int

  /// - Parameter weight: unbounded by default.
  public init(text: Int, elements: Int, weight: Int = .max) {
    (self.text, self.elements, self.weight) = (text, elements, weight)
  }

  /// The bounds of any value that fits into a JSON document of this many bytes.
  public static func document(bytes: Int) -> SizeHint { SizeHint(text: bytes, elements: bytes, weight: bytes) }

  func union(_ other: SizeHint) -> SizeHint {
    SizeHint(
      text: max(text, other.text), elements: max(elements, other.elements), weight: max(weight, other.weight))
  }
}
