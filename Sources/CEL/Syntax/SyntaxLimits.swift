/// What one expression may be at most. The depths bound the stack of parser, checker and evaluator.
enum SyntaxLimits {
  /// UTF-8 bytes of source.
  static let bytes = 65_536
  /// Brackets, calls and ternaries within each other.
  static let nesting = 64
  /// Levels of the tree, long chains of one operator included.
  static let depth = 160
  /// Nodes of the tree.
  static let nodes = 10_000
}
