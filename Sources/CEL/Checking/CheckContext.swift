/// The state that all parts of one check share: the faults found so far, the bindings of type variables, and the local
/// variables in scope.
final class CheckContext {
  let environment: CELEnvironment
  private(set) var issues: [CELIssue] = []
  private(set) var localCount = 0
  /// The bindings of type variables so far.
  var variables = TypeVariables()
  private var scope: [(name: String, type: CELType)] = []

  init(environment: CELEnvironment) { self.environment = environment }

  func report(
    _ code: String, _ message: String, _ expression: Expression, hint: String? = nil, atPlace: Bool = false,
    length: Int? = nil
  ) {
    let start = atPlace ? expression.place : expression.offset
    issues.append(
      CELIssue(
        code: code, message: message, offset: start, length: max(1, length ?? (expression.end - start)), hint: hint))
  }

  /// Reports a fault and makes the node fail if it is evaluated nevertheless.
  func fail(
    _ code: String, _ message: String, _ expression: Expression, hint: String? = nil, atPlace: Bool = false,
    length: Int? = nil
  ) -> CELType {
    report(code, message, expression, hint: hint, atPlace: atPlace, length: length)
    expression.resolution = .failed(EvaluationError(code: code, message: message, offset: expression.place))
    return .error
  }

  /// Reports an operand that may be null, where the environment refuses that.
  func needsValue(_ operand: Expression, _ type: CELType, for use: String) {
    guard environment.refusesNull, case .nullable = variables.resolve(type) else { return }
    let (name, cure) = NullFacts.cure(operand)
    report("may-be-null", "\(name) may be null, and \(use) needs a value", operand, hint: cure)
  }

  func local(_ name: String) -> (index: Int, type: CELType)? {
    guard let index = scope.lastIndex(where: { CodePoints.equal($0.name, name) }) else { return nil }
    return (index, scope[index].type)
  }

  /// Brings a local variable into scope. Its index in the scope is also its place in the frame.
  func push(_ name: String, _ type: CELType) {
    scope.append((name, type))
    localCount = max(localCount, scope.count)
  }

  func pop(_ count: Int) { scope.removeLast(count) }

  var localNames: [String] { scope.map(\.name) }
}
