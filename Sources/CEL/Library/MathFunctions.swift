/// The functions of cel-go's `math` extension.
enum MathFunctions {
  static func add(to table: inout FunctionTable) {
    let numbers: [CELType] = [.int, .uint, .double]
    let lists = numbers.map { ([CELType.list($0)], $0) } + [([.list(.dyn)], .dyn)]
    for (name, wanted) in [("math.least", Value.Order.less), ("math.greatest", .greater)] {
      let body = Overload.Body.many { values throws(EvaluationError) in try extreme(name, values, wanted) }
      for (parameter, result) in numbers.map({ ($0, $0) }) + [(.dyn, .dyn)] {
        table.add(
          Overload(
            name: name, parameters: [parameter], result: result, variadic: true, body: body, onlyNumbers: true))
      }
      table.add(name, signatures: lists, body)
    }
    let doubles: [(String, @Sendable (Double) -> Double)] = [
      ("ceil", { $0.rounded(.up) }), ("floor", { $0.rounded(.down) }),
      ("round", { $0.rounded(.toNearestOrAwayFromZero) }), ("trunc", { $0.rounded(.towardZero) }),
    ]
    for (name, function) in doubles {
      table.add(
        "math.\(name)", signatures: [([.double], .double)],
        .unary { (v: Value) throws(EvaluationError) -> Value in
          guard case .double(let number) = v else { throw .noOverload("math.\(name)", v) }
          return .double(function(number))
        })
    }
    let tests: [(String, @Sendable (Double) -> Bool)] = [
      ("isNaN", { $0.isNaN }), ("isInf", { $0.isInfinite }), ("isFinite", { $0.isFinite }),
    ]
    for (name, function) in tests {
      table.add(
        "math.\(name)", signatures: [([.double], .bool)],
        .unary { (v: Value) throws(EvaluationError) -> Value in
          guard case .double(let number) = v else { throw .noOverload("math.\(name)", v) }
          return .bool(function(number))
        })
    }
    table.add("math.abs", signatures: numbers.map { ([$0], $0) }, .unary(abs))
    table.add("math.sign", signatures: numbers.map { ([$0], $0) }, .unary(sign))
    table.add("math.sqrt", signatures: numbers.map { ([$0], .double) }, .unary(sqrt))
    addBits(to: &table)
  }

  static func extreme(_ name: String, _ arguments: [Value], _ wanted: Value.Order) throws(EvaluationError) -> Value {
    var values = arguments
    if arguments.count == 1, case .list(let list) = arguments[0] { values = list }
    guard var best = values.first else { throw EvaluationError("empty-list", "\(name) of an empty list") }
    for value in values {
      guard value.dynamicType.isNumeric, best.dynamicType.isNumeric, let order = value.order(best) else {
        throw .noOverload(name, arguments)
      }
      if order == wanted { best = value }
    }
    return best
  }

  static func abs(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .int(.min): throw EvaluationError("overflow", "math.abs(\(Int64.min)) is out of range")
    case .int(let number): .int(Swift.abs(number))
    case .uint: value
    case .double(let number): .double(Swift.abs(number))
    default: throw .noOverload("math.abs", value)
    }
  }

  static func sign(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .int(let number): .int(number.signum())
    case .uint(let number): .uint(number == 0 ? 0 : 1)
    case .double(let number): .double(number > 0 ? 1 : number < 0 ? -1 : number.isNaN ? number : 0)
    default: throw .noOverload("math.sign", value)
    }
  }

  static func sqrt(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .int(let number): .double(Double(number).squareRoot())
    case .uint(let number): .double(Double(number).squareRoot())
    case .double(let number): .double(number.squareRoot())
    default: throw .noOverload("math.sqrt", value)
    }
  }
}
