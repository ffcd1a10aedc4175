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

  /// The cost of a function of the embedder.
  static let embedded = CallCost(formula: .deep)
}
