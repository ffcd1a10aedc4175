public import CivilTime

/// The names that expressions may use: the language's own functions, the workflow functions, and what is declared here.
/// A value: copies are independent.
public struct CELEnvironment: Sendable {
  struct Variable: Sendable {
    let type: CELType
    let slot: Int
  }

  private(set) var variables: [String: Variable] = [:]
  private(set) var functions: FunctionTable
  /// Names are also looked up inside this namespace and those around it (language definition, "Name Resolution").
  var container = ""
  /// Steps that one evaluation may take: elements visited by macros, sizes of strings and lists handled.
  public var costLimit = 100_000

  /// With the standard and the workflow library.
  public init(zones: any ZoneSource) {
    functions = StandardLibrary.functions(zones: zones)
  }

  /// Declares a variable. The name may be qualified (`context.start`): the longest declared beginning of a chain of
  /// selections is the variable, the rest selects fields of its value. A later declaration of the name replaces it.
  public mutating func declare(_ name: String, _ type: CELType, slot: Int) {
    variables[name] = Variable(type: type, slot: slot)
  }

  /// Declares a function that depends on nothing but its arguments; several with one name overload it. Arguments are
  /// known to have the declared types when the body is called. The name may be qualified (`text.slug`).
  public mutating func declareFunction(
    _ name: String, _ params: [CELType], _ result: CELType,
    _ body: @escaping @Sendable ([Value]) throws(EvaluationError) -> Value
  ) {
    functions.add(Overload(name: name, parameters: params, result: result, body: .declared(body)))
  }

  /// Declares a function that the bindings answer at run time: `In('released')`, `balance('held')`.
  public mutating func declareHostFunction(_ name: String, _ params: [CELType], _ result: CELType, id: Int) {
    functions.add(Overload(name: name, parameters: params, result: result, body: .host(id)))
  }

  /// Checks the source and prepares it for evaluation. With `expecting`, the result is of that type: what the checker can
  /// only know at run time (`dyn`, `T|null` for `T`, a string for an enumeration) is looked at after each evaluation.
  public func compile(_ source: String, expecting: CELType? = nil) throws(CELIssues) -> Program {
    let tree = try Parser.parse(source)
    var checker = Checker(environment: self)
    let type = checker.check(tree, expecting: expecting)
    guard checker.issues.isEmpty else {
      throw CELIssues(checker.issues.sorted { ($0.offset, $0.length) < ($1.offset, $1.length) })
    }
    return program(source, tree, type, expecting, locals: checker.localCount)
  }

  /// Without the checker's verdict: names and functions that do not exist fail when they are reached.
  func compileUnchecked(_ source: String) throws(CELIssues) -> Program {
    let tree = try Parser.parse(source)
    var checker = Checker(environment: self)
    let type = checker.check(tree, expecting: nil)
    return program(source, tree, type, nil, locals: checker.localCount)
  }

  private func program(
    _ source: String, _ tree: Expression, _ type: CELType, _ expecting: CELType?, locals: Int
  ) -> Program {
    var lowering = Lowering()
    var root = lowering.node(tree)
    var result = type.settled
    if let expecting, !result.isSubtype(of: expecting) {
      root = ResultCheckNode(operand: root, expected: expecting, place: tree.offset)
      result = expecting
    }
    return Program(
      source: source, resultType: result, slots: lowering.slots.sorted(), hostCalls: lowering.hostCalls, root: root,
      locals: locals, costLimit: costLimit)
  }
}
