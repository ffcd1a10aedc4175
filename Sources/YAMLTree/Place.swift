/// A place in a file. Columns count characters (Unicode code points), as editors do; a tab is one.
public struct Place: Hashable, Comparable, Sendable {
  /// From 1.
  public var line: Int
  /// From 1.
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (a: Place, b: Place) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// From a place up to, and without, another.
package struct Extent: Hashable, Sendable {
  package var start: Place
  package var end: Place

  package init(start: Place, end: Place) {
    self.start = start
    self.end = end
  }
}
