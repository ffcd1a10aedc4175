/// The limits of a text. Definitions, scenarios and settings share them.
package struct YAMLLimits: Sendable {
  /// The most bytes, by default 1 MiB; real files have a few kilobytes.
  package var bytes = 1 << 20
  /// The most collections nested in each other.
  package var depth = 64
  /// The most scalars and collections. The largest definitions have some thousands, and some checks compare each with
  /// each.
  package var nodes = 10_000
  /// The most bytes of one scalar, which is also the limit of an expression.
  package var scalarBytes = 1 << 16
  /// The number of faults after which the rest is not read.
  package var faults = 20

  /// Creates the default limits.
  package init() {}
}
