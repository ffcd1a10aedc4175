/// One signature of a function and its implementation.
struct Overload: Sendable {
  /// The implementation of a function. The language's own functions check the types of their values themselves, so all
  /// overloads with the same name and number of arguments share one body.
  enum Body: Sendable {
    case unary(@Sendable (Value) throws(EvaluationError) -> Value)
    case binary(@Sendable (Value, Value) throws(EvaluationError) -> Value)
    case many(@Sendable ([Value]) throws(EvaluationError) -> Value)
    /// A function whose work or result may be larger than its arguments. It charges the budget before it builds
    /// anything.
    case metered(@Sendable ([Value], inout Frame) throws(EvaluationError) -> Value)
    /// A function of the embedder. The declared types are checked before each call.
    case declared(@Sendable ([Value]) throws(EvaluationError) -> Value)
    case host(Int)
    /// Returns its argument.
    case identity
  }

  /// Checks an argument that is a literal in the source.
  struct LiteralCheck: Sendable {
    let argument: Int
    let check: @Sendable (Value) throws(EvaluationError) -> Void
  }

  /// The name by which the function is called: `size`, `math.greatest`. A member function's name begins with a point:
  /// `.size`.
  let name: String
  let parameters: [CELType]
  let result: CELType
  /// True if the last parameter may be repeated.
  var variadic = false
  let body: Body
  var literalChecks: [LiteralCheck] = []
  /// True if a call whose arguments are all literals is evaluated at compilation. Its errors are then issues.
  var folds = false
  /// True if all arguments are numbers, so that `dyn` among the parameters stands for numbers only.
  var onlyNumbers = false
  /// Given the arguments that are literals, returns a body with the work done that follows from them; nil if there is
  /// none.
  var prepared: (@Sendable ([Value?]) -> Body?)?

  /// True if the function is not one of the language's own.
  var isOfEmbedder: Bool {
    switch body {
    case .declared, .host: true
    default: false
    }
  }

  /// The signature for messages: `startsWith(string, string) -> bool`.
  var signature: String {
    let list = parameters.map(\.description).joined(separator: ", ") + (variadic ? ", …" : "")
    guard name.hasPrefix("."), let receiver = parameters.first else { return "\(name)(\(list)) -> \(result)" }
    let rest = parameters.dropFirst().map(\.description).joined(separator: ", ")
    return "\(receiver)\(name)(\(rest)) -> \(result)"
  }

  func takes(_ count: Int) -> Bool {
    variadic ? count >= parameters.count : count == parameters.count
  }

  /// True if null is an error as this argument.
  func refusesNull(at index: Int) -> Bool {
    switch parameter(index) {
    case .nullable, .null, .dyn, .parameter, .optional: false
    default: true
    }
  }

  func parameter(_ index: Int) -> CELType { parameters[min(index, parameters.count - 1)] }
}
