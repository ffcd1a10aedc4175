/// The functions of cel-go's `sets` extension, which treat lists as sets.
enum SetFunctions {
  static func add(to table: inout FunctionTable) {
    let list = CELType.list(.parameter("T"))
    let test: [([CELType], CELType)] = [([list, list], .bool)]
    table.add("sets.contains", signatures: test, .metered(contains))
    table.add("sets.equivalent", signatures: test, .metered(equivalent))
    table.add("sets.intersects", signatures: test, .metered(intersects))
  }

  private static func lists(
    _ name: String, _ values: [Value]
  ) throws(EvaluationError) -> ([Value], [Value]) {
    guard case .list(let a) = values[0], case .list(let b) = values[1] else { throw .noOverload(name, values) }
    return (a, b)
  }

  private static func holds(
    _ a: [Value], all b: [Value], _ frame: inout Frame
  ) throws(EvaluationError) -> Bool {
    let index = try ValueIndex(a, &frame)
    for value in b where try !index.contains(value, &frame) { return false }
    return true
  }

  static func contains(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    let (a, b) = try lists("sets.contains", values)
    return .bool(try holds(a, all: b, &frame))
  }

  static func equivalent(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    let (a, b) = try lists("sets.equivalent", values)
    guard try holds(a, all: b, &frame) else { return .bool(false) }
    return .bool(try holds(b, all: a, &frame))
  }

  static func intersects(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    let (a, b) = try lists("sets.intersects", values)
    let index = try ValueIndex(a, &frame)
    for value in b where try index.contains(value, &frame) { return .bool(true) }
    return .bool(false)
  }
}
