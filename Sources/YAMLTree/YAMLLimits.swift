/// The part of a text that is read at most. One set of limits holds for definitions, scenarios and settings.
package struct YAMLLimits: Sendable {
  /// 1 MiB; the files that people write have some kilobytes.
  package var bytes = 1 << 20
  /// Collections within each other.
  package var depth = 64
  /// Scalars and collections; the largest definitions have some thousands. Some checks compare each with each.
  package var nodes = 10_000
  /// Bytes of one scalar; an expression has no more either.
  package var scalarBytes = 1 << 16
  /// Faults that are collected before the rest is left unread.
  package var faults = 20

  package init() {}
}
