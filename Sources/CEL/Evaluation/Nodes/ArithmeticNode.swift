import CivilTime

/// Evaluates `+ - * / %`. All operations are checked; none wraps around.
final class ArithmeticNode: Node {
  private let operation: BinaryOperator
  private let left: any Node
  private let right: any Node
  private let place: Int

  init(_ operation: BinaryOperator, _ left: any Node, _ right: any Node, place: Int) {
    (self.operation, self.left, self.right, self.place) = (operation, left, right, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let a = try left.evaluate(&frame)
    let b = try right.evaluate(&frame)
    frame.spend(1)
    do throws(EvaluationError) {
      switch (a, b) {
      case (.int(let x), .int(let y)): return .int(try whole(x, y))
      case (.uint(let x), .uint(let y)): return .uint(try whole(x, y))
      case (.double(let x), .double(let y)) where operation != .remainder: return .double(double(x, y))
      default: break
      }
      switch operation {
      case .add: return try Arithmetic.add(a, b, &frame)
      case .subtract: return try Arithmetic.subtract(a, b)
      default: throw .noOverload("'\(operation.rawValue)'", a, b)
      }
    } catch { throw error.at(place) }
  }

  private func whole<T: FixedWidthInteger>(_ x: T, _ y: T) throws(EvaluationError) -> T {
    let (result, overflow): (T, Bool)
    switch operation {
    case .add: (result, overflow) = x.addingReportingOverflow(y)
    case .subtract: (result, overflow) = x.subtractingReportingOverflow(y)
    case .multiply: (result, overflow) = x.multipliedReportingOverflow(by: y)
    default:
      guard y != 0 else { throw EvaluationError("divide-by-zero", "\(x) \(operation.rawValue) 0") }
      (result, overflow) =
        operation == .divide ? x.dividedReportingOverflow(by: y) : x.remainderReportingOverflow(dividingBy: y)
    }
    guard !overflow else { throw EvaluationError("overflow", "\(x) \(operation.rawValue) \(y) is out of range") }
    return result
  }

  private func double(_ x: Double, _ y: Double) -> Double {
    switch operation {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    default: x / y
    }
  }
}

final class NegateNode: Node {
  private let operand: any Node
  private let place: Int

  init(operand: any Node, place: Int) { (self.operand, self.place) = (operand, place) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let value = try operand.evaluate(&frame)
    frame.spend(1)
    switch value {
    case .int(let number):
      guard number != .min else {
        throw EvaluationError(code: "overflow", message: "-(\(number)) is out of range", offset: place)
      }
      return .int(-number)
    case .double(let number): return .double(-number)
    default: throw EvaluationError.noOverload("'-'", value).at(place)
    }
  }
}

/// Additions and subtractions of values that are not numbers.
enum Arithmetic {
  static func add(_ a: Value, _ b: Value, _ frame: inout Frame) throws(EvaluationError) -> Value {
    switch (a, b) {
    case (.string(let x), .string(let y)):
      try bounded(x.utf8.count + y.utf8.count, &frame)
      return .string(x + y)
    case (.bytes(let x), .bytes(let y)):
      try bounded(x.count + y.count, &frame)
      return .bytes(x + y)
    case (.list(let x), .list(let y)):
      let count = x.count + y.count
      guard count <= frame.limits.list else { throw .tooLarge("a list", count, frame.limits.list) }
      try frame.charge(count.traversed)
      return .list(x + y)
    case (.timestamp(let t), .duration(let d)), (.duration(let d), .timestamp(let t)): return try shift(t, d)
    case (.duration(let x), .duration(let y)): return try duration(x.totalNanoseconds + y.totalNanoseconds)
    default: throw .noOverload("'+'", a, b)
    }
  }

  static func subtract(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    switch (a, b) {
    case (.timestamp(let x), .timestamp(let y)): return try duration(x.duration(since: y).totalNanoseconds)
    case (.timestamp(let t), .duration(let d)): return try shift(t, .zero - d)
    case (.duration(let x), .duration(let y)): return try duration(x.totalNanoseconds - y.totalNanoseconds)
    default: throw .noOverload("'-'", a, b)
    }
  }

  static func shift(_ instant: Instant, _ duration: Duration) throws(EvaluationError) -> Value {
    guard let sum = instant.adding(duration) else {
      throw EvaluationError("overflow", "the timestamp leaves the range of years 1 to 9999")
    }
    return .timestamp(sum)
  }

  static func duration(_ nanoseconds: Int128) throws(EvaluationError) -> Value {
    guard let duration = DurationText.checked(nanoseconds) else { throw DurationText.outOfRange("that results") }
    return .duration(duration)
  }

  private static func bounded(_ count: Int, _ frame: inout Frame) throws(EvaluationError) {
    guard count <= frame.limits.text else { throw .tooLarge("a text", count, frame.limits.text) }
    try frame.charge(count.traversed)
  }
}
