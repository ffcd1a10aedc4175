/// The tree of a regular expression.
indirect enum PatternNode {
  case empty
  case characters(CharacterSet)
  case assertion(Assertion)
  case sequence([PatternNode])
  /// The leftmost that leads to a match is taken.
  case alternatives([PatternNode])
  /// `most` nil: without end. Greedy prefers more, else fewer.
  case repeated(PatternNode, least: Int, most: Int?, greedy: Bool)
  /// Numbered from 1 by their opening brackets.
  case group(PatternNode, index: Int)

  enum Assertion {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
  }

  /// Whether it can match without reading anything.
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
