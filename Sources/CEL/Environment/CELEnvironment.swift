public import CivilTime

/// The names that expressions may use: the standard functions, the workflow functions, and the variables and functions
/// declared here. The environment is a value, so copies are independent.
public struct CELEnvironment: Sendable {
  struct Variable: Sendable {
    let type: CELType
    let slot: Int
    let size: SizeHint?
  }

  private(set) var variables: [String: Variable] = [:]
  private(set) var functions: FunctionTable
  /// The namespace in which names are looked up. With `com.example`, a name is looked up as `com.example.name`, then
  /// `com.name`, then `name`, and the first declared one is meant (language definition, "Name Resolution"). A leading
  /// point, as in `.name`, skips the container. Empty by default.
  public var container = ""
  /// The limits on a source and its evaluation.
  public var limits = CELLimits.standard
  /// True if a value that may be null is refused where a value is needed, unless it was compared with null. CEL itself
  /// leaves that to evaluation.
  public var refusesNull = false
  /// The same as `limits.cost`.
  public var costLimit: Int {
    get { limits.cost }
    set { limits.cost = newValue }
  }

  /// Creates an environment with the standard and the workflow library.
  ///
  /// - Parameter zones: the time zones that functions may name.
  public init(zones: any ZoneSource) {
    functions = StandardLibrary.functions(zones: zones)
  }

  /// Declares a variable. A later declaration of the same name replaces it.
  ///
  /// - Parameters:
  ///   - name: may be qualified (`context.start`). In a chain of selections the longest declared beginning is the
  ///     variable, and the rest selects fields of its value.
  ///   - slot: the number under which `Bindings` returns the value.
  ///   - size: bounds the values for the estimate of costs (`Program.cost`). Without it, a string has at most
  ///     `limits.text` bytes and a list at most `limits.list` elements.
  public mutating func declare(_ name: String, _ type: CELType, slot: Int, size: SizeHint? = nil) {
    variables[name] = Variable(type: type, slot: slot, size: size)
  }

  /// Declares a pure function; its result may depend only on its arguments. Several functions with one name are
  /// overloads. Each argument is checked to have its declared type before the body is called.
  ///
  /// - Parameter name: may be qualified (`text.slug`).
  public mutating func declareFunction(
    _ name: String, _ params: [CELType], _ result: CELType,
    _ body: @escaping @Sendable ([Value]) throws(EvaluationError) -> Value
  ) {
    functions.add(Overload(name: name, parameters: params, result: result, body: .declared(body)))
  }

  /// Declares a function that the bindings answer at run time, such as `In('released')` or `balance('held')`.
  ///
  /// - Parameter id: the number with which `Bindings.call` is called.
  public mutating func declareHostFunction(_ name: String, _ params: [CELType], _ result: CELType, id: Int) {
    functions.add(Overload(name: name, parameters: params, result: result, body: .host(id)))
  }

  /// Checks a source and prepares it for evaluation.
  ///
  /// All faults are thrown together, in the order of the text. An expression is refused with the issue `limit` if its
  /// cost is above `limits.cost` even at its least, or above `limits.estimatedCost` at its most.
  ///
  /// - Parameter expecting: the type of the result. A type that the checker cannot establish (`dyn`, `T|null` for `T`,
  ///   a string for an enumeration) is checked after each evaluation instead.
  public func compile(_ source: String, expecting: CELType? = nil) throws(CELIssues) -> Program {
    let tree = try Parser.parse(source, limits: limits)
    var checker = Checker(environment: self)
    let type = checker.check(tree, expecting: expecting)
    guard checker.context.issues.isEmpty else {
      throw CELIssues(checker.context.issues.sorted { ($0.offset, $0.length) < ($1.offset, $1.length) })
    }
    let program = program(source, tree, type, expecting, locals: checker.context.localCount)
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

  /// Compiles without the checker's verdict. Names and functions that do not exist fail when they are evaluated.
  func compileUnchecked(_ source: String) throws(CELIssues) -> Program {
    let tree = try Parser.parse(source, limits: limits)
    var checker = Checker(environment: self)
    let type = checker.check(tree, expecting: nil)
    return program(source, tree, type, nil, locals: checker.context.localCount)
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
      comparisons: lowering.comparisons, locals: locals, limits: limits)
  }

  /// Returns the names for which a name may stand within the container, innermost first.
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
