/// One signature of a function and how it is answered.
struct Overload: Sendable {
  /// How the function is answered. The language's own functions look at the values themselves, so that every overload of a
  /// name and number of arguments shares one body.
  enum Body: Sendable {
    case unary(@Sendable (Value) throws(EvaluationError) -> Value)
    case binary(@Sendable (Value, Value) throws(EvaluationError) -> Value)
    case many(@Sendable ([Value]) throws(EvaluationError) -> Value)
    /// One whose work or result may be larger than its arguments: it charges the budget before it builds anything.
    case metered(@Sendable ([Value], inout Frame) throws(EvaluationError) -> Value)
    /// Given by the embedder, who relies on the declared types: they are looked at before each call.
    case declared(@Sendable ([Value]) throws(EvaluationError) -> Value)
    case host(Int)
    /// Answers what it is given.
    case identity
  }

  /// Looks at an argument that stands in the source as a literal.
  struct LiteralCheck: Sendable {
    let argument: Int
    let check: @Sendable (Value) throws(EvaluationError) -> Void
  }

  /// As it is called: `size`, `math.greatest`; a member function begins with a point: `.size`.
  let name: String
  let parameters: [CELType]
  let result: CELType
  /// The last parameter may be repeated.
  var variadic = false
  let body: Body
  var literalChecks: [LiteralCheck] = []
  /// With nothing but literals as arguments the call is answered while compiling, and its errors are issues.
  var folds = false
  /// All arguments are numbers: what `dyn` stands for among the parameters is no more than that.
  var onlyNumbers = false
  /// Given the arguments that are literals, a body that has worked out beforehand what follows from them.
  var prepared: (@Sendable ([Value?]) -> Body?)?

  /// Not one of the language's own.
  var isOfEmbedder: Bool {
    switch body {
    case .declared, .host: true
    default: false
    }
  }

  /// For messages: `startsWith(string, string) -> bool`.
  var signature: String {
    let list = parameters.map(\.description).joined(separator: ", ") + (variadic ? ", …" : "")
    guard name.hasPrefix("."), let receiver = parameters.first else { return "\(name)(\(list)) -> \(result)" }
    let rest = parameters.dropFirst().map(\.description).joined(separator: ", ")
    return "\(receiver)\(name)(\(rest)) -> \(result)"
  }

  func takes(_ count: Int) -> Bool {
    variadic ? count >= parameters.count : count == parameters.count
  }

  func parameter(_ index: Int) -> CELType { parameters[min(index, parameters.count - 1)] }
}
