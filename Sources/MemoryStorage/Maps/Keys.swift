/// A text that is ordered by its UTF-8 bytes, as in a database. Swift's own comparison treats canonically equivalent
/// texts as equal.
struct Text: Comparable, Sendable {
  let string: String
  init(_ string: String) { self.string = string }

  static func == (a: Self, b: Self) -> Bool { a.string.utf8.elementsEqual(b.string.utf8) }
  static func < (a: Self, b: Self) -> Bool { a.string.utf8.lexicographicallyPrecedes(b.string.utf8) }
}

/// Bytes ordered as a database orders blobs.
struct Bytes: Comparable, Sendable {
  let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// A key of two parts, ordered by the first part and then the second.
struct Pair<A: Comparable & Sendable, B: Comparable & Sendable>: Comparable, Sendable {
  let a: A
  let b: B
  init(_ a: A, _ b: B) {
    self.a = a
    self.b = b
  }

  static func < (x: Self, y: Self) -> Bool { x.a == y.a ? x.b < y.b : x.a < y.a }
}

/// A key of three parts, ordered by the first part, then the second, then the third.
struct Triple<A: Comparable & Sendable, B: Comparable & Sendable, C: Comparable & Sendable>: Comparable, Sendable {
  let a: A
  let b: B
  let c: C
  init(_ a: A, _ b: B, _ c: C) {
    self.a = a
    self.b = b
    self.c = c
  }

  static func < (x: Self, y: Self) -> Bool {
    if x.a != y.a { return x.a < y.a }
    return x.b == y.b ? x.c < y.c : x.b < y.b
  }
}
