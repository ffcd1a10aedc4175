/// The syntax tree of a regular expression.
indirect enum PatternNode {
  case empty
  case characters(CharacterSet)
  case assertion(Assertion)
  case sequence([PatternNode])
  /// Alternatives in order of preference: the leftmost that leads to a match is taken.
  case alternatives([PatternNode])
  /// A repetition; `most` is nil if it is unbounded. A greedy one prefers more turns, any other fewer.
  case repeated(PatternNode, least: Int, most: Int?, greedy: Bool)
  /// A group. Groups are numbered from 1 by their opening brackets.
  case group(PatternNode, index: Int)

  enum Assertion {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
  }

  /// True if the node can match without reading anything.
  var isNullable: Bool {
    switch self {
    case .empty, .assertion: true
    case .characters: false
    case .sequence(let parts): parts.allSatisfy(\.isNullable)
    case .alternatives(let branches): branches.contains(where: \.isNullable)
    case .repeated(let inner, let least, _, _): least == 0 || inner.isNullable
    case .group(let inner, _): inner.isNullable
    }
  }
}
