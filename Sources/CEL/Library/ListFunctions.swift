/// Functions of lists, from cel-go's `lists` extension.
enum ListFunctions {
  static func add(to table: inout FunctionTable) {
    let list = CELType.list(.parameter("T"))
    table.add(".distinct", signatures: [([list], list)], .unary(distinct))
    table.add(".sort", signatures: [([list], list)], .unary(sort))
    table.add(".reverse", signatures: [([list], list), ([.string], .string)], .unary(reverse))
    table.add(".slice", signatures: [([list, .int, .int], list)], .many(slice))
    table.add(".flatten", signatures: [([.list(list)], list), ([.list(.dyn)], .list(.dyn))], .unary(flatten))
    table.add(".first", signatures: [([list], .optional(.parameter("T")))], .unary(first))
    table.add(".last", signatures: [([list], .optional(.parameter("T")))], .unary(last))
    table.add("lists.range", signatures: [([.int], .list(.int))], .unary(range))
  }

  private static func elements(_ name: String, _ value: Value) throws(EvaluationError) -> [Value] {
    guard case .list(let list) = value else { throw .noOverload(name, value) }
    return list
  }

  static func distinct(_ value: Value) throws(EvaluationError) -> Value {
    var kept: [Value] = []
    for element in try elements("distinct", value) {
      // Quadratic, so bounded: equality across numeric types has no hash.
      guard kept.count <= 2_000 else { throw .tooLarge("a list for distinct", 2_000) }
      if !kept.contains(where: { $0.equals(element) }) { kept.append(element) }
    }
    return .list(kept)
  }

  static func sort(_ value: Value) throws(EvaluationError) -> Value {
    .list(try sorted(try elements("sort", value).map { ($0, $0) }))
  }

  /// Stable; the keys must all be of one ordered type.
  static func sorted(_ keyed: [(key: Value, value: Value)]) throws(EvaluationError) -> [Value] {
    if let first = keyed.first?.key {
      for (key, _) in keyed {
        guard key.dynamicType == first.dynamicType, key.order(first) != nil else {
          throw .noOverload("sort", first, key)
        }
      }
    }
    let ordered = keyed.enumerated().sorted { a, b in
      switch a.element.key.order(b.element.key) {
      case .less: true
      case .greater: false
      default: a.offset < b.offset
      }
    }
    return ordered.map(\.element.value)
  }

  static func reverse(_ value: Value) throws(EvaluationError) -> Value {
    if case .string(let text) = value { return .string(StringFunctions.string(text.unicodeScalars.reversed())) }
    return .list(try elements("reverse", value).reversed())
  }

  static func slice(_ arguments: [Value]) throws(EvaluationError) -> Value {
    guard case .list(let list) = arguments[0], case .int(let start) = arguments[1], case .int(let end) = arguments[2]
    else { throw .noOverload("slice", arguments) }
    guard start >= 0, start <= end, end <= Int64(list.count) else {
      throw EvaluationError("bad-index", "slice(\(start), \(end)) of a list of \(list.count)")
    }
    return .list(Array(list[Int(start)..<Int(end)]))
  }

  static func flatten(_ value: Value) throws(EvaluationError) -> Value {
    var flat: [Value] = []
    for element in try elements("flatten", value) {
      if case .list(let inner) = element { flat += inner } else { flat.append(element) }
      guard flat.count <= Frame.largestList else { throw .tooLarge("a list", Frame.largestList) }
    }
    return .list(flat)
  }

  static func first(_ value: Value) throws(EvaluationError) -> Value { .optional(try elements("first", value).first) }
  static func last(_ value: Value) throws(EvaluationError) -> Value { .optional(try elements("last", value).last) }

  static func range(_ value: Value) throws(EvaluationError) -> Value {
    guard case .int(let count) = value else { throw .noOverload("lists.range", value) }
    guard count >= 0, count <= Int64(Frame.largestList) else { throw .tooLarge("a list", Frame.largestList) }
    return .list((0..<count).map(Value.int))
  }
}
