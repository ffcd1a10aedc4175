public import CivilTime

/// The names that expressions may use: the language's own functions, the workflow functions, and what is declared here.
/// A value: copies are independent.
public struct CELEnvironment: Sendable {
  struct Variable: Sendable {
    let type: CELType
    let slot: Int
    let size: SizeHint?
  }

  private(set) var variables: [String: Variable] = [:]
  private(set) var functions: FunctionTable
  /// A namespace, `com.example`: a name is looked up as `com.example.name`, `com.example`'s outer `com.name`, then as
  /// `name` itself; the first that is declared is meant (language definition, "Name Resolution"). A leading point, `.name`,
  /// leaves the container out. Empty by default.
  public var container = ""
  /// What a source and an evaluation may take at most.
  public var limits = CELLimits.standard
  /// `limits.cost`.
  public var costLimit: Int {
    get { limits.cost }
    set { limits.cost = newValue }
  }

  /// With the standard and the workflow library.
  public init(zones: any ZoneSource) {
    functions = StandardLibrary.functions(zones: zones)
  }

  /// Declares a variable. The name may be qualified (`context.start`): the longest declared beginning of a chain of
  /// selections is the variable, the rest selects fields of its value. A later declaration of the name replaces it.
  /// `size` bounds the values for the estimate of costs (`Program.cost`); without it a string has at most `limits.text`
  /// bytes and a list `limits.list` elements.
  public mutating func declare(_ name: String, _ type: CELType, slot: Int, size: SizeHint? = nil) {
    variables[name] = Variable(type: type, slot: slot, size: size)
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
  ///
  /// Everything that is found wrong is thrown together, in the order of the text. What costs more than `limits.cost` even
  /// at its least, or more than `limits.estimatedCost` at its most, is the issue `limit`.
  public func compile(_ source: String, expecting: CELType? = nil) throws(CELIssues) -> Program {
    let tree = try Parser.parse(source, limits: limits)
    var checker = Checker(environment: self)
    let type = checker.check(tree, expecting: expecting)
    guard checker.issues.isEmpty else {
      throw CELIssues(checker.issues.sorted { ($0.offset, $0.length) < ($1.offset, $1.length) })
    }
    let program = program(source, tree, type, expecting, locals: checker.localCount)
    try bound(program.cost, tree)
    return program
  }

  private func bound(_ cost: CostEstimate, _ tree: Expression) throws(CELIssues) {
    func refuse(_ message: String) -> CELIssues {
      CELIssues([
        CELIssue(
          code: "limit", message: message, offset: tree.offset, length: tree.length,
          hint: "nest fewer macros, or declare how large the variables are")
      ])
    }
    if cost.min > limits.cost {
      throw refuse("the expression costs at least \(cost.min) units, the limit of cost is \(limits.cost)")
    }
    if cost.max > limits.estimatedCost {
      let most = cost.max == .max ? "no bounded number of" : "up to \(cost.max)"
      throw refuse("the expression may cost \(most) units, the limit of estimated cost is \(limits.estimatedCost)")
    }
  }

  /// Without the checker's verdict: names and functions that do not exist fail when they are reached.
  func compileUnchecked(_ source: String) throws(CELIssues) -> Program {
    let tree = try Parser.parse(source, limits: limits)
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
    var checksResult = false
    if let expecting, !result.isSubtype(of: expecting) {
      root = ResultCheckNode(operand: root, expected: expecting, place: tree.offset)
      result = expecting
      checksResult = true
    }
    var hints: [Int: SizeHint] = [:]
    for variable in variables.values { if let size = variable.size { hints[variable.slot] = size } }
    return Program(
      source: source, resultType: result, slots: lowering.slots.sorted(), hostCalls: lowering.hostCalls,
      cost: CostEstimator.estimate(tree, limits: limits, hints: hints, checksResult: checksResult), root: root,
      locals: locals, limits: limits)
  }

  /// The names that a name may stand for inside the container, innermost first.
  func candidates(_ name: String, absolute: Bool) -> [String] {
    guard !absolute, !container.isEmpty else { return [name] }
    var names: [String] = []
    var space = Substring(container)
    while !space.isEmpty {
      names.append("\(space).\(name)")
      space = space.lastIndex(of: ".").map { space[..<$0] } ?? ""
    }
    return names + [name]
  }
}
