/// The cost of a function call without the cost of its arguments. It is charged before the call and estimated before
/// the evaluation by the same formula. The formula is monotonic in the sizes, so the charge lies within the estimate.
struct CallCost: Sendable {
  /// The measure of an argument, as a formula sees it.
  struct Measure {
    /// Bytes of a text, or elements of a list or map.
    var size: Int
    /// The weight of the value and all its parts; 0 unless the formula asks for weights.
    var weight = 0
  }

  enum Formula: Sendable {
    /// A fixed number of units.
    case fixed(Int)
    /// One unit, plus the traversal of every argument.
    case linear
    /// One unit, plus the traversal of everything in every argument.
    case deep
    /// A function of the measures, with weights if `weights` is true. It must be monotonic in each measure.
    case of(weights: Bool, @Sendable ([Measure]) -> Int)
  }

  let formula: Formula
  /// The most that a function adds if it charges for its own work; nil if it does not.
  var own: (@Sendable ([Extent], CELLimits) -> Int)?
  /// The extent of the result, where more is known about it than its type.
  var result: (@Sendable ([Extent], CELLimits) -> Extent)?

  func charge(_ value: Value, _ frame: inout Frame) throws(EvaluationError) {
    switch formula {
    case .fixed(let units): frame.spend(units)
    case .linear: try frame.charge(1 + Frame.size(value).traversed)
    default: try charge([value], &frame)
    }
  }

  func charge(_ a: Value, _ b: Value, _ frame: inout Frame) throws(EvaluationError) {
    switch formula {
    case .fixed(let units): frame.spend(units)
    case .linear: try frame.charge(1 + Frame.size(a).traversed + Frame.size(b).traversed)
    default: try charge([a, b], &frame)
    }
  }

  func charge(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) {
    switch formula {
    case .fixed(let units): frame.spend(units)
    case .linear: try frame.charge(values.reduce(1) { $0 + Frame.size($1).traversed })
    case .deep:
      frame.spend(1)
      for value in values { try frame.charge(try frame.weight(of: value)) }
    case .of(let weights, let units):
      var measures: [Measure] = []
      for value in values {
        measures.append(Measure(size: Frame.size(value), weight: weights ? try frame.weight(of: value) : 0))
      }
      try frame.charge(units(measures))
    }
  }

  func estimate(_ extents: [Extent], _ limits: CELLimits) -> CostEstimate {
    var cost: CostEstimate
    switch formula {
    case .fixed(let units): cost = CostEstimate(units)
    case .linear: cost = extents.reduce(CostEstimate(1)) { $0 + $1.size.map(\.traversed) }
    case .deep: cost = extents.reduce(CostEstimate(1)) { $0 + $1.weight }
    case .of(_, let units):
      cost = CostEstimate(
        min: units(extents.map { Measure(size: $0.size.min, weight: $0.weight.min) }),
        max: units(extents.map { Measure(size: $0.size.max, weight: $0.weight.max) }))
    }
    if let own { cost.max = cost.max.plus(own(extents, limits)) }
    return cost
  }

  /// Returns the cost of a named function. A function that is not listed is charged for everything in its arguments,
  /// and the cost of its own work is unbounded.
  static func of(_ name: String) -> CallCost { table[name] ?? CallCost(formula: .deep, own: { _, _ in .max }) }

  /// The cost of a function of the embedder.
  static let embedded = CallCost(formula: .deep)

  private static let table: [String: CallCost] = {
    var table: [String: CallCost] = [:]
    func add(_ names: [String], _ cost: CallCost) { for name in names { table[name] = cost } }
    add(fixed, CallCost(formula: .fixed(1)))
    add(linear, CallCost(formula: .linear))
    add(zoned, CallCost(formula: .of(weights: false) { sizes in sizes.reduce(10) { $0.plus($1.size.traversed) } }))
    addResults(to: &table)
    addTexts(to: &table)
    addPatterns(to: &table)
    addLists(to: &table)
    return table
  }()

  private static let fixed = [
    "type", "math.abs", "math.sign", "math.sqrt", "math.ceil", "math.floor", "math.round", "math.trunc", "math.isNaN",
    "math.isInf", "math.isFinite", "math.bitAnd", "math.bitOr", "math.bitXor", "math.bitNot", "math.bitShiftLeft",
    "math.bitShiftRight", "optional.none", "optional.of", "optional.ofNonZeroValue", ".hasValue", ".value", ".or",
    ".orValue", ".first", ".last", "share", "known", "coalesce",
  ]

  private static let linear = [
    "int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration", "period", "size", ".size", ".contains",
    ".startsWith", ".endsWith", ".lowerAscii", ".upperAscii", ".trim", ".charAt", ".indexOf",
    ".lastIndexOf", ".substring", "base64.decode", "math.least",
    "math.greatest", "min", "max", "clamp",
  ]

  /// The cost of functions that look up a time zone.
  private static let zoned =
    ["quiet", "wall", "date", "local"]
    + [
      "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes",
      "getSeconds", "getMilliseconds",
    ].map { ".\($0)" }

  /// Adds the extents of results about which more is known than their type.
  private static func addResults(to table: inout [String: CallCost]) {
    func result(_ names: String..., of extent: @escaping @Sendable ([Extent], CELLimits) -> Extent) {
      for name in names { table[name]?.result = extent }
    }
    result(
      ".lowerAscii", ".upperAscii", ".trim", ".charAt", ".substring"
    ) { arguments, _ in .text(arguments[0].size.max) }
    result("string", "bytes", "base64.decode") { arguments, _ in .text(max(64, arguments[0].size.max)) }
    result("date", "local") { _, _ in .text(32) }
    result("known") { arguments, _ in arguments[0] }
    result("min", "max", "clamp", "coalesce") { arguments, _ in
      arguments.dropFirst().reduce(arguments[0]) { $0.union($1) }
    }
    result("optional.of") { arguments, _ in .optional(arguments[0], some: true) }
    result("optional.ofNonZeroValue") { arguments, _ in .optional(arguments[0]) }
    result(".or") { arguments, _ in arguments[0].union(arguments[1]) }
    result(".orValue") { arguments, _ in arguments[0].part(.dyn).union(arguments[1]) }
    result(".value") { arguments, _ in arguments[0].part(.dyn) }
  }
}

extension Extent {
  /// The extent of the same value with any number of its elements missing.
  var shortened: Extent {
    var extent = self
    extent.size.min = 0
    extent.weight.min = 1
    return extent
  }
}
