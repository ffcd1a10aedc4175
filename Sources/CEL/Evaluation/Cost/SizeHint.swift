/// How large a variable's value can be at most; what the estimate of an expression's cost relies on.
public struct SizeHint: Hashable, Sendable {
  /// UTF-8 bytes of any one string or bytes in it.
  public var text: Int
  /// Elements of any one list, entries of any one map in it.
  public var elements: Int
  /// Everything in it: 1 for each value and key at any depth, and 1 for each ten bytes of text.
  public var weight: Int

  public init(text: Int, elements: Int, weight: Int = .max) {
    (self.text, self.elements, self.weight) = (text, elements, weight)
  }

  /// What fits into a JSON document of that many bytes.
  public static func document(bytes: Int) -> SizeHint { SizeHint(text: bytes, elements: bytes, weight: bytes) }

  func union(_ other: SizeHint) -> SizeHint {
    SizeHint(
      text: max(text, other.text), elements: max(elements, other.elements), weight: max(weight, other.weight))
  }
}
