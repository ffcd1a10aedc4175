/// A place in a file. Columns count characters (Unicode code points), as editors do; a tab is one.
public struct Place: Hashable, Comparable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int

  /// Creates a place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Places are ordered by line and then by column.
  public static func < (a: Place, b: Place) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// The text from one place up to, and without, another.
package struct Extent: Hashable, Sendable {
  /// The first character.
  package var start: Place
  /// The first character after the text.
  package var end: Place

  /// Creates an extent.
  package init(start: Place, end: Place) {
    self.start = start
    self.end = end
  }
}
