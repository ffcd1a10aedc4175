extension LimitSection {
  /// The bounds of input whose declaration has none of its own.
  public struct Input: Hashable, Sendable {
    /// The most bytes of a text.
    public var text: Int
    /// The most elements of a list.
    public var elements: Int
    /// The most keys of a map.
    public var keys: Int
    /// The most lists and maps nested in each other.
    public var depth: Int

    init(_ section: SectionReader) {
      text = section.value("text", .bytes(16...1 << 20), default: 4 << 10)
      elements = section.value("elements", .whole(1...100_000), default: 100)
      keys = section.value("keys", .whole(1...100_000), default: 100)
      depth = section.value("depth", .whole(1...100), default: 16)
    }
  }
}
