/// What one expression may be and do at most. Every number is finite and can be set; what would endanger the stack or
/// the memory of the process has a ceiling that a setting cannot pass. A value below 1 counts as 1.
///
/// What is larger is refused: while compiling as the issue `limit`, while evaluating as the error `cost-limit` (never
/// absorbed by `&&`, `||` and the like) or `size-limit`; each names the limit, what was given and what to do.
public struct CELLimits: Sendable, Hashable {
  /// The limits that an environment begins with.
  public static let standard = CELLimits()

  /// UTF-8 bytes of the source; 65,536 by default.
  public var source = 65_536 { didSet { source = Self.within(source, 1 << 20) } }
  /// Parts of the tree: literals, names, operators, calls; 10,000 by default, at most 100,000.
  public var nodes = 10_000 { didSet { nodes = Self.within(nodes, 100_000) } }
  /// Brackets, calls and ternaries within each other; 64 by default and at most.
  public var nesting = 64 { didSet { nesting = Self.within(nesting, 64) } }
  /// Levels of the tree, chains of operators and fields included; 160 by default and at most.
  public var depth = 160 { didSet { depth = Self.within(depth, 160) } }
  /// UTF-8 bytes of a string, or bytes, that an evaluation builds; 1 MiB by default and at most.
  public var text = Frame.largestText { didSet { text = Self.within(text, Frame.largestText) } }
  /// Elements of a list and entries of a map that an evaluation builds; 100,000 by default and at most.
  public var list = Frame.largestList { didSet { list = Self.within(list, Frame.largestList) } }
  /// Units of cost that one evaluation may use (`Cost`); 100,000 by default, at most 2³².
  public var cost = 100_000 { didSet { cost = Self.within(cost, 1 << 32) } }
  /// Units of cost that an expression may use in the worst case by its estimate; what may use more is refused while
  /// compiling. `Int.max`, the default, refuses nothing: the estimate assumes the largest values that are declared.
  public var estimatedCost = Int.max { didSet { estimatedCost = max(1, estimatedCost) } }

  public init() {}

  private static func within(_ value: Int, _ ceiling: Int) -> Int { min(max(value, 1), ceiling) }
}
