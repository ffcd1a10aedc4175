/// The state of one evaluation: its variables, its budget and its limits.
struct Frame {
  /// The most bytes of a string or bytes value that an expression may build, at any setting.
  static let largestText = 1 << 20
  /// The most elements of a list or entries of a map that an expression may build, at any setting.
  static let largestList = 100_000
  /// The greatest nesting of values that is traversed, those from bindings and those that an expression nests around
  /// them.
  static let deepest = 512

  let bindings: any Bindings
  var locals: [Value]
  /// The units of cost that are left. Below 0 the evaluation ends, at the next `charge` or at its end.
  var budget: Int
  let limits: Limits

  struct Limits: Sendable {
    let cost: Int
    let text: Int
    let list: Int
  }

  init(bindings: any Bindings, locals: Int, limits: Limits) {
    self.bindings = bindings
    self.locals = locals == 0 ? [] : [Value](repeating: .null, count: locals)
    self.limits = limits
    budget = limits.cost
  }

  var exceeded: EvaluationError {
    EvaluationError(
      "cost-limit",
      "the evaluation costs more than the limit of \(limits.cost) units; give it shorter lists and texts, or nest fewer "
        + "macros")
  }

  /// Spends units without a check. It serves work that is done a bounded number of times between two charges.
  @inline(__always)
  mutating func spend(_ units: Int) { budget &-= units }

  /// Spends units and throws `cost-limit` once the budget is used up.
  ///
  /// - Parameter units: at least 0.
  @inline(__always)
  mutating func charge(_ units: Int) throws(EvaluationError) {
    let (left, overflow) = budget.subtractingReportingOverflow(units)
    budget = left
    if left < 0 || overflow {
      budget = -1
      throw exceeded
    }
  }

  /// Throws `size-limit` for a value that is larger than an evaluation may build.
  func admit(_ value: Value) throws(EvaluationError) {
    switch value {
    case .string(let text):
      if text.utf8.count > limits.text { throw .tooLarge("a string", text.utf8.count, limits.text) }
    case .bytes(let bytes): if bytes.count > limits.text { throw .tooLarge("bytes", bytes.count, limits.text) }
    case .list(let list): if list.count > limits.list { throw .tooLarge("a list", list.count, limits.list) }
    case .map(let map): if map.count > limits.list { throw .tooLarge("a map", map.count, limits.list) }
    default: break
    }
  }

  // MARK: sizes

  /// The bytes of a text, or the elements of a list or map.
  static func size(_ value: Value) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    case .list(let list): list.count
    case .map(let map): map.count
    default: 0
    }
  }

  /// Charges for traversing the value itself, without its parts.
  @inline(__always)
  mutating func charge(for value: Value) throws(EvaluationError) {
    let units = Self.size(value).traversed
    if units > 0 { try charge(units) }
  }

  /// Returns the weight: 1 for the value and for each value and key in it, and 1 for each ten bytes of text. A value
  /// that weighs more than the rest of the budget ends the evaluation, so that values which share their parts are not
  /// traversed without end.
  mutating func weight(of value: Value) throws(EvaluationError) -> Int {
    var total = 0
    guard try weigh(value, &total, 0) else {
      budget = -1
      throw exceeded
    }
    return total
  }

  private func weigh(_ value: Value, _ total: inout Int, _ depth: Int) throws(EvaluationError) -> Bool {
    guard depth < Self.deepest else { throw .tooDeep }
    total += 1
    switch value {
    case .string, .bytes: total += Self.size(value).traversed
    case .list(let list):
      for element in list { guard try weigh(element, &total, depth + 1) else { return false } }
    case .map(let map):
      for entry in map.entries {
        guard try weigh(entry.key, &total, depth + 1), try weigh(entry.value, &total, depth + 1) else { return false }
      }
    case .optional(let inner?): return try weigh(inner, &total, depth + 1)
    default: break
    }
    return total <= budget
  }

  /// Compares as `Value.equals` does, and charges as it goes: a text by the shorter one, lists and maps 1 for each
  /// element and its own comparison. The charge is less than the weight of the lighter operand.
  mutating func equal(_ a: Value, _ b: Value, depth: Int = 0) throws(EvaluationError) -> Bool {
    guard depth < Self.deepest else { throw .tooDeep }
    switch (a, b) {
    case (.string(let x), .string(let y)):
      let count = x.utf8.count
      guard count == y.utf8.count else { return false }
      try charge(count.traversed)
      return CodePoints.equal(x, y)
    case (.bytes(let x), .bytes(let y)):
      guard x.count == y.count else { return false }
      try charge(x.count.traversed)
      return x == y
    case (.list(let x), .list(let y)):
      guard x.count == y.count else { return false }
      for index in x.indices {
        try charge(1)
        guard try equal(x[index], y[index], depth: depth + 1) else { return false }
      }
      return true
    case (.map(let x), .map(let y)):
      guard x.count == y.count else { return false }
      for entry in x.entries {
        try charge(1 + Self.size(entry.key).traversed)
        guard let other = y[key: entry.key], try equal(entry.value, other, depth: depth + 1) else { return false }
      }
      return true
    case (.optional(let x?), .optional(let y?)): return try equal(x, y, depth: depth + 1)
    default: return a.equals(b)
    }
  }
}
