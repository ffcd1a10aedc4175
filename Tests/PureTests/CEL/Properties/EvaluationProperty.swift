@testable import CEL
import CivilTime

/// The property of every expression over every binding: `EXPRESSION`, then perhaps a line that begins with `//=` and
/// goes on with a JSON object that gives some variables their values (`{"i": 1, "expecting": "bool"}`).
struct EvaluationProperty {
  private static let costLimit = 20_000

  private let environment: CELEnvironment

  init(zones: any ZoneSource) {
    var environment = CELEnvironment(zones: zones)
    environment.limits.cost = Self.costLimit
    for (slot, variable) in FuzzVariables.all.enumerated() {
      environment.declare(variable.name, variable.type, slot: slot)
    }
    environment.declareHostFunction("In", [.string], .bool, id: 0)
    environment.declareFunction("twice", [.int], .int) { (arguments: [Value]) throws(EvaluationError) in
      guard case .int(let number) = arguments[0] else {
        throw EvaluationError(code: "wrong-type", message: "called with \(arguments)")
      }
      return .int(number &* 2)
    }
    self.environment = environment
  }

  /// Describes a violation; nil if there is none.
  func violation(_ bytes: [UInt8]) -> String? {
    let (source, json) = Self.split(String(decoding: bytes, as: UTF8.self))
    let bindings = FuzzVariables(json: json)
    let program: Program
    do throws(CELIssues) {
      program = try environment.compile(source, expecting: bindings.expecting)
    } catch {
      return ParserProperty.issues(error, source)
    }
    return violation(program, source, bindings)
  }

  private func violation(_ program: Program, _ source: String, _ bindings: FuzzVariables) -> String? {
    let first = Self.outcome { () throws(EvaluationError) in try program.evaluate(bindings) }
    let second = Self.outcome { () throws(EvaluationError) in try program.evaluate(bindings) }
    switch (first, second) {
    case (.success(let a), .success(let b)):
      guard Self.identical(a, b) else { return "first \(a), then \(b)" }
      guard program.resultType.accepts(a) else { return "declared \(program.resultType), given \(a)" }
      return cost(program, bindings) ?? test(program, bindings, a) ?? JSONProperty.roundTrip(a) ?? text(a)
    case (.failure(let a), .failure(let b)):
      guard a == b else { return "first \(a), then \(b)" }
      guard !a.code.isEmpty, !a.description.isEmpty else { return "an error without a code" }
      guard a.offset <= source.utf8.count else { return "an error outside the source: \(a)" }
      return cost(program, bindings)
    default: return "first \(first), then \(second)"
    }
  }

  /// The cost of an evaluation is within the limit and the estimate.
  private func cost(_ program: Program, _ bindings: FuzzVariables) -> String? {
    let run = program.run(bindings)
    guard run.cost <= min(Self.costLimit, program.cost.max) else {
      return "cost \(run.cost), limit \(Self.costLimit), estimated \(program.cost)"
    }
    guard case .success = run.result, run.cost < program.cost.min else { return nil }
    return "cost \(run.cost), estimated \(program.cost)"
  }

  /// `evaluateBool` answers as `evaluate` does.
  private func test(_ program: Program, _ bindings: FuzzVariables, _ value: Value) -> String? {
    let tested = Self.outcome { () throws(EvaluationError) in .bool(try program.evaluateBool(bindings)) }
    switch (tested, value) {
    case (.success(.bool(let a)), .bool(let b)): return a == b ? nil : "evaluate \(b), evaluateBool \(a)"
    case (.success(let a), _): return "evaluate \(value), evaluateBool \(a)"
    case (.failure(let error), .bool): return "evaluate \(value), evaluateBool \(error)"
    case (.failure, _): return nil
    }
  }

  /// Nothing that shows or converts a value traps.
  private func text(_ value: Value) -> String? {
    _ = (ValueText.display(value), ValueText.summary(value), value.typeName, value.nesting)
    for variable in FuzzVariables.all {
      let normal = variable.type.normalize(value)
      do { _ = try variable.type.decode(normal) } catch { _ = error.description }
    }
    return nil
  }

  private static func outcome(
    _ body: () throws(EvaluationError) -> Value
  ) -> Result<Value, EvaluationError> {
    do throws(EvaluationError) { return .success(try body()) } catch { return .failure(error) }
  }

  /// Equal, NaN included.
  private static func identical(_ a: Value, _ b: Value) -> Bool {
    a.dynamicType == b.dynamicType && (a == b || "\(a)" == "\(b)")
  }

  private static func split(_ text: String) -> (source: String, json: Value) {
    let marker = Array("\n//=".utf8)
    let bytes = Array(text.utf8)
    guard bytes.count >= marker.count,
      let place = (0...(bytes.count - marker.count)).first(where: { bytes[$0..<($0 + 4)].elementsEqual(marker) })
    else { return (text, .null) }
    let json = try? JSON.parse(Array(bytes[(place + marker.count)...]))
    return (String(decoding: bytes[..<place], as: UTF8.self), json ?? .null)
  }
}
