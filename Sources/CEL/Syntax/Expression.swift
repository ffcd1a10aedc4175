/// A node of the syntax tree. The checker stores its results in `type` and `resolution`. The tree exists only during
/// compilation.
final class Expression {
  indirect enum Kind {
    case literal(Value)
    case name(String, absolute: Bool)
    case select(Expression, String, optional: Bool)
    case has(Expression, String, optional: Bool)
    case index(Expression, Expression, optional: Bool)
    case call(target: Expression?, name: String, arguments: [Expression])
    case not(Expression)
    case negate(Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `&&` or `||` over two or more operands.
    case logical(and: Bool, [Expression])
    case conditional(Expression, Expression, Expression)
    case list([ListElement])
    case map([MapEntry])
    case comprehension(Comprehension)
  }

  struct ListElement {
    let value: Expression
    let optional: Bool
  }

  struct MapEntry {
    let key: Expression
    let value: Expression
    let optional: Bool
  }

  let kind: Kind
  /// The offset in UTF-8 bytes from the start of the source.
  let offset: Int
  let length: Int
  /// The place of the operator or the name of the field or function. Errors of evaluation point at it.
  let place: Int
  let depth: Int
  /// The number of nodes in this subtree.
  let size: Int
  var type: CELType = .dyn
  var resolution = Resolution.none

  init(_ kind: Kind, offset: Int, end: Int, place: Int? = nil) {
    self.kind = kind
    self.offset = offset
    self.length = end - offset
    self.place = place ?? offset
    let children = kind.children
    depth = 1 + children.reduce(0) { max($0, $1.depth) }
    size = 1 + children.reduce(0) { $0 + $1.size }
  }

  var end: Int { offset + length }

  /// The name `a.b.c` if the expression consists only of names and points; otherwise nil.
  var qualifiedName: (name: String, root: String, absolute: Bool)? {
    switch kind {
    case .name(let name, let absolute): return (name, name, absolute)
    case .select(let operand, let field, optional: false):
      guard let outer = operand.qualifiedName else { return nil }
      return ("\(outer.name).\(field)", outer.root, outer.absolute)
    default: return nil
    }
  }
}

enum BinaryOperator: String {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"

  var givesBool: Bool { precedence == 3 }

  /// A higher precedence binds tighter: `*` before `+` before relations.
  var precedence: Int {
    switch self {
    case .multiply, .divide, .remainder: 5
    case .add, .subtract: 4
    default: 3
    }
  }
}

extension Expression.Kind {
  var children: [Expression] {
    switch self {
    case .literal, .name: []
    case .select(let a, _, _), .has(let a, _, _), .not(let a), .negate(let a): [a]
    case .index(let a, let b, _), .binary(_, let a, let b): [a, b]
    case .call(let target, _, let arguments): (target.map { [$0] } ?? []) + arguments
    case .logical(_, let operands): operands
    case .conditional(let a, let b, let c): [a, b, c]
    case .list(let elements): elements.map(\.value)
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(let it): [it.range] + (it.filter.map { [$0] } ?? []) + [it.body]
    }
  }
}
