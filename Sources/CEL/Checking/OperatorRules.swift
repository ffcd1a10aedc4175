/// The typing rules of arithmetic and comparison.
enum OperatorRules {
  /// The operand types of each operator and the type of its result.
  private static let arithmetic: [BinaryOperator: [(CELType, CELType, CELType)]] = [
    .add: [
      (.int, .int, .int), (.uint, .uint, .uint), (.double, .double, .double), (.string, .string, .string),
      (.bytes, .bytes, .bytes), (.timestamp, .duration, .timestamp), (.duration, .timestamp, .timestamp),
      (.duration, .duration, .duration),
    ],
    .subtract: [
      (.int, .int, .int), (.uint, .uint, .uint), (.double, .double, .double), (.timestamp, .timestamp, .duration),
      (.timestamp, .duration, .timestamp), (.duration, .duration, .duration),
    ],
    .multiply: [(.int, .int, .int), (.uint, .uint, .uint), (.double, .double, .double)],
    .divide: [(.int, .int, .int), (.uint, .uint, .uint), (.double, .double, .double)],
    .remainder: [(.int, .int, .int), (.uint, .uint, .uint)],
  ]

  /// The type of the result; nil if the operator does not take these types. It is `dyn` if several rules fit.
  static func result(_ operation: BinaryOperator, _ a: CELType, _ b: CELType) -> CELType? {
    var result: CELType?
    for (left, right, type) in arithmetic[operation] ?? []
    where a.isAssignable(to: left) && b.isAssignable(to: right) {
      result = result.map { $0 == type ? type : .dyn } ?? type
    }
    return result
  }

  /// Whether `<` and the like can compare values of the two types.
  static func isOrdered(_ a: CELType, _ b: CELType) -> Bool {
    let (x, y) = (a.withoutNull, b.withoutNull)
    func isOrdered(_ type: CELType) -> Bool {
      switch type {
      case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .enumeration, .opaque: true
      default: type.isUnknown
      }
    }
    return isOrdered(x) && isOrdered(y) && (x.isNumeric && y.isNumeric || x.isAssignable(to: y))
  }

  /// The operand types of an operator, for a message.
  static func listed(_ operation: BinaryOperator) -> String? {
    guard let known = arithmetic[operation] else { return "numbers, texts, timestamps and the like have an order" }
    return "there are " + known.map { "\($0.0) \(operation.rawValue) \($0.1)" }.joined(separator: ", ")
  }

  /// A conversion that would make the types fit; nil if none is known.
  static func conversion(_ a: CELType, _ b: CELType) -> String? {
    let (x, y) = (a.withoutNull, b.withoutNull)
    if x.isNumeric && y.isNumeric { return "convert one: \(y)(…) or \(x)(…)" }
    if x == .string || y == .string, x != y { return "convert to text with string(…)" }
    return nil
  }
}
