/// A place in a file. Columns count characters (Unicode code points), as editors do; a tab is one.
struct Place: Hashable, Comparable {
  /// From 1.
  var line: Int
  /// From 1.
  var column: Int

  static func < (a: Place, b: Place) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// From a place up to, and without, another.
struct Extent: Hashable {
  var start: Place
  var end: Place
}
