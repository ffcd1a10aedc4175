/// Compares strings by code point, as CEL does. Swift's `==` and `<` follow canonical equivalence and are not suitable.
/// The order of UTF-8 bytes is the order of code points.
enum CodePoints {
  @inline(__always)
  static func equal(_ a: String, _ b: String) -> Bool {
    guard a.utf8.count == b.utf8.count else { return false }
    let found = a.utf8.withContiguousStorageIfAvailable { own in
      b.utf8.withContiguousStorageIfAvailable { other in own.elementsEqual(other) }
    }
    return (found ?? nil) ?? a.utf8.elementsEqual(b.utf8)
  }

  static func less(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  static func count(_ text: String) -> Int {
    text.unicodeScalars.count
  }
}
