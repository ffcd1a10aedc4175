public import CEL

/// A value in a data position of a definition: literal, or with CEL in `${ … }`.
public indirect enum DataExpression: Sendable {
  case literal(Value)
  /// `${expr}` alone keeps its type.
  case program(Program)
  /// Text with expressions in it: each part is displayed and joined.
  case text([DataExpression])
  case list([DataExpression])
  case map([(key: String, value: DataExpression)])

  /// Evaluates with names from `scope`.
  public func evaluate(_ scope: any Bindings) throws(EvaluationError) -> Value {
    switch self {
    case .literal(let value):
      return value
    case .program(let program):
      return try program.evaluate(scope)
    case .text(let parts):
      var text = ""
      for part in parts { text += Interpolation.display(try part.evaluate(scope)) }
      return .string(text)
    case .list(let items):
      var values: [Value] = []
      values.reserveCapacity(items.count)
      for item in items { values.append(try item.evaluate(scope)) }
      return .list(values)
    case .map(let entries):
      var map = ValueMap()
      for entry in entries { map[entry.key] = try entry.value.evaluate(scope) }
      return .map(map)
    }
  }

  /// All programs in it, in order.
  public var programs: [Program] {
    switch self {
    case .literal: []
    case .program(let program): [program]
    case .text(let parts): parts.flatMap(\.programs)
    case .list(let items): items.flatMap(\.programs)
    case .map(let entries): entries.flatMap(\.value.programs)
    }
  }
}
