/// The list functions of cel-go's `lists` extension.
enum ListFunctions {
  static func add(to table: inout FunctionTable) {
    let list = CELType.list(.parameter("T"))
    table.add(".distinct", signatures: [([list], list)], .metered(distinct))
    table.add(
      ".sort", signatures: [([list], list)],
      .metered { (values: [Value], frame: inout Frame) throws(EvaluationError) -> Value in
        .list(try sorted(try elements("sort", values[0]).map { ($0, $0) }, &frame))
      })
    table.add(".reverse", signatures: [([list], list), ([.string], .string)], .metered(reverse))
    table.add(".slice", signatures: [([list, .int, .int], list)], .metered(slice))
    table.add(
      ".flatten",
      signatures: [
        ([.list(list)], list), ([.list(.dyn)], .list(.dyn)), ([.list(.dyn), .int], .list(.dyn)),
      ], .metered(flatten))
    table.add(".first", signatures: [([list], .optional(.parameter("T")))], .unary(first))
    table.add(".last", signatures: [([list], .optional(.parameter("T")))], .unary(last))
    table.add("lists.range", signatures: [([.int], .list(.int))], .metered(range))
  }

  static func elements(_ name: String, _ value: Value) throws(EvaluationError) -> [Value] {
    guard case .list(let list) = value else { throw .noOverload(name, value) }
    return list
  }

  static func distinct(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    var kept: [Value] = []
    var seen = ValueIndex()
    for element in try elements("distinct", values[0]) where try seen.insert(element, &frame) { kept.append(element) }
    return .list(kept)
  }

  /// Sorts stably. All keys have to be of one ordered type, and none may be NaN.
  static func sorted(
    _ keyed: [(key: Value, value: Value)], _ frame: inout Frame
  ) throws(EvaluationError) -> [Value] {
    guard let first = keyed.first?.key else { return [] }
    // The greatest size that a comparison reads, times n log n comparisons.
    var size = 0
    for (key, _) in keyed {
      guard key.dynamicType == first.dynamicType, isOrdered(key) else { throw .noOverload("sort", first, key) }
      if case .double(let number) = key, number.isNaN {
        throw EvaluationError("not-a-number", "NaN has no place in an order")
      }
      size += Self.size(key)
    }
    let rounds = Int.bitWidth - keyed.count.leadingZeroBitCount
    try frame.charge((keyed.count / 4 + size / 64) * rounds)
    let ordered = keyed.enumerated().sorted { a, b in
      switch a.element.key.order(b.element.key) {
      case .less: true
      case .greater: false
      default: a.offset < b.offset
      }
    }
    return ordered.map(\.element.value)
  }

  private static func isOrdered(_ value: Value) -> Bool {
    switch value {
    case .null, .list, .map, .type, .optional: false
    default: true
    }
  }

  private static func size(_ value: Value) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    default: 0
    }
  }

  static func reverse(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    if case .string(let text) = values[0] {
      try frame.charge(text.utf8.count / 64)
      return .string(StringFunctions.string(text.unicodeScalars.reversed()))
    }
    let list = try elements("reverse", values[0])
    try frame.charge(list.count / 8)
    return .list(list.reversed())
  }

  static func slice(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .list(let list) = values[0], case .int(let start) = values[1], case .int(let end) = values[2]
    else { throw .noOverload("slice", values) }
    guard start >= 0, start <= end, end <= Int64(list.count) else {
      throw EvaluationError("bad-index", "slice(\(start), \(end)) of a list of \(list.count)")
    }
    try frame.charge(Int(end - start) / 8)
    return .list(Array(list[Int(start)..<Int(end)]))
  }

  /// Flattens by one level, or by the given number of levels.
  static func flatten(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    var depth: Int64 = 1
    if values.count > 1 {
      guard case .int(let given) = values[1] else { throw .noOverload("flatten", values) }
      guard given >= 0 else { throw EvaluationError("bad-depth", "flatten(\(given)): the depth is 0 or more") }
      depth = given
    }
    var flat: [Value] = []
    try flatten(try elements("flatten", values[0]), depth, into: &flat, &frame)
    return .list(flat)
  }

  private static func flatten(
    _ list: [Value], _ depth: Int64, into flat: inout [Value], _ frame: inout Frame
  ) throws(EvaluationError) {
    // An empty list costs something too, since it has to be read.
    try frame.charge(1 + list.count / 8)
    for element in list {
      if depth > 0, case .list(let inner) = element {
        try flatten(inner, depth - 1, into: &flat, &frame)
      } else {
        guard flat.count < Frame.largestList else { throw .tooLarge("a list", Frame.largestList) }
        flat.append(element)
      }
    }
  }

  static func first(_ value: Value) throws(EvaluationError) -> Value { .optional(try elements("first", value).first) }
  static func last(_ value: Value) throws(EvaluationError) -> Value { .optional(try elements("last", value).last) }

  /// Returns the list 0 to n-1; it is empty for a negative `n`.
  static func range(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .int(let count) = values[0] else { throw .noOverload("lists.range", values) }
    guard count <= Int64(Frame.largestList) else { throw .tooLarge("a list", Frame.largestList) }
    guard count > 0 else { return .list([]) }
    try frame.charge(Int(count) / 8)
    return .list((0..<count).map(Value.int))
  }
}
