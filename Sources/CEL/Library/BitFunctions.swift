/// The bitwise functions of cel-go's `math` extension.
extension MathFunctions {
  static func addBits(to table: inout FunctionTable) {
    let pairs: [([CELType], CELType)] = [([.int, .int], .int), ([.uint, .uint], .uint)]
    let operations: [(String, @Sendable (UInt64, UInt64) -> UInt64)] = [
      ("bitAnd", { $0 & $1 }), ("bitOr", { $0 | $1 }), ("bitXor", { $0 ^ $1 }),
    ]
    for (name, operation) in operations {
      table.add(
        "math.\(name)", signatures: pairs,
        .binary { (a: Value, b: Value) throws(EvaluationError) -> Value in
          switch (a, b) {
          case (.int(let x), .int(let y)):
            .int(Int64(bitPattern: operation(UInt64(bitPattern: x), UInt64(bitPattern: y))))
          case (.uint(let x), .uint(let y)): .uint(operation(x, y))
          default: throw .noOverload("math.\(name)", a, b)
          }
        })
    }
    table.add("math.bitNot", signatures: [([.int], .int), ([.uint], .uint)], .unary(bitNot))
    let shifts: [([CELType], CELType)] = [([.int, .int], .int), ([.uint, .int], .uint)]
    table.add(
      "math.bitShiftLeft", signatures: shifts, .binary { a, b throws(EvaluationError) in try shift(a, b, left: true) })
    table.add(
      "math.bitShiftRight", signatures: shifts, .binary { a, b throws(EvaluationError) in try shift(a, b, left: false) }
    )
  }

  static func bitNot(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .int(let number): .int(~number)
    case .uint(let number): .uint(~number)
    default: throw .noOverload("math.bitNot", value)
    }
  }

  /// Shifts logically in both directions, also for int. A shift by 64 or more gives 0.
  static func shift(_ value: Value, _ by: Value, left: Bool) throws(EvaluationError) -> Value {
    let name = left ? "math.bitShiftLeft" : "math.bitShiftRight"
    guard case .int(let count) = by else { throw .noOverload(name, value, by) }
    guard count >= 0 else { throw EvaluationError("bad-shift", "\(name) by \(count)") }
    func shifted(_ bits: UInt64) -> UInt64 { left ? bits << UInt64(count) : bits >> UInt64(count) }
    switch value {
    case .int(let number): return .int(Int64(bitPattern: shifted(UInt64(bitPattern: number))))
    case .uint(let number): return .uint(shifted(number))
    default: throw .noOverload(name, value, by)
    }
  }
}
