public import CEL

/// A value in a data position of a definition: a literal, or text with CEL in `${ … }`.
public indirect enum DataExpression: Sendable {
  /// A value without expressions.
  case literal(Value)
  /// An expression alone, `${expr}`. Its value keeps its type.
  case program(Program)
  /// Text with expressions in it. Each part is displayed, and the parts are joined.
  case text([DataExpression])
  /// A list whose items are evaluated in order.
  case list([DataExpression])
  /// A map with fixed keys, whose values are evaluated in order.
  case map([(key: String, value: DataExpression)])

  /// Evaluates the expressions with names from `scope`.
  ///
  /// - Throws: `EvaluationError` of the first expression that fails.
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

  /// The type of the value, as far as it is known before it is evaluated.
  public var type: CELType {
    switch self {
    case .literal(let value): value == .null ? CELType.dyn : value.dynamicType
    case .program(let program): program.resultType
    case .text: .string
    case .list(let items): CELType.list(Set(items.map(\.type)).count == 1 ? items[0].type : .dyn)
    case .map(let entries): .object(entries.map { CELType.Field($0.key, $0.value.type) })
    }
  }

  /// All expressions within the value, in order.
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
