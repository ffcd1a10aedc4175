extension LimitSection {
  /// Bounds of what comes from outside, where its declaration says nothing.
  public struct Input: Hashable, Sendable {
    /// A text, in bytes.
    public var text: Int
    /// Elements of a list, keys of a map.
    public var elements: Int
    public var keys: Int
    /// Lists and maps within each other.
    public var depth: Int

    init(_ section: SectionReader) {
      text = section.value("text", .bytes(16...1 << 20), default: 4 << 10)
      elements = section.value("elements", .whole(1...100_000), default: 100)
      keys = section.value("keys", .whole(1...100_000), default: 100)
      depth = section.value("depth", .whole(1...100), default: 16)
    }
  }
}
