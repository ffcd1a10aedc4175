/// The limits on an expression and its evaluation. Every limit is finite and can be set. Limits that protect the stack
/// or the memory of the process have a ceiling that no setting can exceed. A value below 1 counts as 1.
///
/// An expression beyond a limit is refused: at compilation with the issue `limit`, at evaluation with the error
/// `cost-limit` (which `&&`, `||` and the like never absorb) or `size-limit`. Each names the limit, the size given and
/// the cure.
public struct CELLimits: Sendable, Hashable {
  /// The limits of a new environment.
  public static let standard = CELLimits()

  /// The length of the source in UTF-8 bytes: 65,536 by default, at most 1 MiB.
  public var source = 65_536 { didSet { source = Self.within(source, 1 << 20) } }
  /// The number of nodes in the tree (literals, names, operators, calls): 10,000 by default, at most 100,000.
  public var nodes = 10_000 { didSet { nodes = Self.within(nodes, 100_000) } }
  /// The nesting of brackets, calls and conditionals: 64 by default and at most.
  public var nesting = 64 { didSet { nesting = Self.within(nesting, 64) } }
  /// The number of levels of the tree, chains of operators and fields included: 160 by default and at most.
  public var depth = 160 { didSet { depth = Self.within(depth, 160) } }
  /// The length of a string (in UTF-8 bytes) or a bytes value that an evaluation builds: 1 MiB by default and at most.
  public var text = Frame.largestText { didSet { text = Self.within(text, Frame.largestText) } }
  /// The number of elements of a list, or entries of a map, that an evaluation builds: 100,000 by default and at most.
  public var list = Frame.largestList { didSet { list = Self.within(list, Frame.largestList) } }
  /// The units of cost that one evaluation may use (`CostEstimate`): 100,000 by default, at most 2³².
  public var cost = 100_000 { didSet { cost = Self.within(cost, 1 << 32) } }
  /// The units of cost that an expression may use in the worst case by its estimate. `Int.max`, the default, refuses
  /// nothing, because the estimate assumes the largest values that are declared.
  public var estimatedCost = Int.max { didSet { estimatedCost = max(1, estimatedCost) } }

  /// Every limit has its default.
  public init() {}

  private static func within(_ value: Int, _ ceiling: Int) -> Int { min(max(value, 1), ceiling) }
}
