/// The types that operators take and give.
enum OperatorTypes {
  static let arithmetic: [BinaryOperator: [(CELType, CELType, CELType)]] = [
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

  /// The cure for operands of other types.
  static func listed(_ operation: BinaryOperator) -> String? {
    guard let known = arithmetic[operation] else { return "numbers, texts, timestamps and the like have an order" }
    return "there are " + known.map { "\($0.0) \(operation.rawValue) \($0.1)" }.joined(separator: ", ")
  }

  /// The function that makes one operand of the other's type.
  static func convert(_ a: CELType, _ b: CELType) -> String? {
    let (x, y) = (a.withoutNull, b.withoutNull)
    if x.isNumeric && y.isNumeric { return "convert one: \(y)(…) or \(x)(…)" }
    if x == .string || y == .string, x != y { return "convert to text with string(…)" }
    return nil
  }

  static func areOrdered(_ a: CELType, _ b: CELType) -> Bool {
    let (x, y) = (a.withoutNull, b.withoutNull)
    func isOrdered(_ type: CELType) -> Bool {
      switch type {
      case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .enumeration, .opaque: true
      default: type.isUnknown
      }
    }
    return isOrdered(x) && isOrdered(y) && (x.isNumeric && y.isNumeric || x.isAssignable(to: y))
  }
}
