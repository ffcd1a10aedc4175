/// The costs of the language's functions, by name.
enum FunctionCosts {
  /// Returns the cost of a named function. A function that is not listed is charged for everything in its arguments,
  /// and the cost of its own work is unbounded.
  static func of(_ name: String) -> CallCost { table[name] ?? CallCost(formula: .deep, own: { _, _ in .max }) }

  private static let table: [String: CallCost] = {
    var table: [String: CallCost] = [:]
    func add(_ names: [String], _ cost: CallCost) { for name in names { table[name] = cost } }
    add(fixed, CallCost(formula: .fixed(1)))
    add(linear, CallCost(formula: .linear))
    add(zoned, CallCost(formula: .of(weights: false) { sizes in sizes.reduce(10) { $0.plus($1.size.traversed) } }))
    addResults(to: &table)
    for own in [TextCosts.table, PatternCosts.table, ListCosts.table] { table.merge(own) { $1 } }
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
