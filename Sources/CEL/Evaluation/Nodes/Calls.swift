final class UnaryCallNode: Node {
  private let argument: any Node
  private let body: @Sendable (Value) throws(EvaluationError) -> Value
  private let cost: CallCost
  private let place: Int

  init(
    argument: any Node, body: @escaping @Sendable (Value) throws(EvaluationError) -> Value, cost: CallCost, place: Int
  ) {
    (self.argument, self.body, self.cost, self.place) = (argument, body, cost, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let value = try argument.evaluate(&frame)
    do throws(EvaluationError) {
      try cost.charge(value, &frame)
      let result = try body(value)
      try frame.admit(result)
      return result
    } catch { throw error.at(place) }
  }
}

final class BinaryCallNode: Node {
  private let first: any Node
  private let second: any Node
  private let body: @Sendable (Value, Value) throws(EvaluationError) -> Value
  private let cost: CallCost
  private let place: Int

  init(
    first: any Node, second: any Node, body: @escaping @Sendable (Value, Value) throws(EvaluationError) -> Value,
    cost: CallCost, place: Int
  ) {
    (self.first, self.second, self.body, self.cost, self.place) = (first, second, body, cost, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let a = try first.evaluate(&frame)
    let b = try second.evaluate(&frame)
    do throws(EvaluationError) {
      try cost.charge(a, b, &frame)
      let result = try body(a, b)
      try frame.admit(result)
      return result
    } catch { throw error.at(place) }
  }
}

/// Calls a function with any number of arguments, which may charge for work beyond reading them.
final class CallNode: Node {
  private let arguments: [any Node]
  private let body: @Sendable ([Value], inout Frame) throws(EvaluationError) -> Value
  private let cost: CallCost
  private let place: Int

  init(
    arguments: [any Node], body: @escaping @Sendable ([Value], inout Frame) throws(EvaluationError) -> Value,
    cost: CallCost, place: Int
  ) {
    (self.arguments, self.body, self.cost, self.place) = (arguments, body, cost, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let values = try arguments.evaluate(&frame)
    do throws(EvaluationError) {
      try cost.charge(values, &frame)
      let result = try body(values, &frame)
      try frame.admit(result)
      return result
    } catch { throw error.at(place) }
  }
}

/// Calls a function of the embedder: the first overload whose parameter types the values have.
final class DeclaredCallNode: Node {
  struct Candidate: Sendable {
    let overload: Overload
    /// The parameters that are checked at run time, because the checker could not establish their types.
    let unsure: [Int]

    init(_ overload: Overload, given: [CELType]) {
      self.overload = overload
      unsure = given.indices.filter { !given[$0].isSubtype(of: overload.parameter($0)) }
    }
  }

  private let name: String
  private let arguments: [any Node]
  private let candidates: [Candidate]
  private let place: Int

  init(name: String, arguments: [any Node], candidates: [Candidate], place: Int) {
    (self.name, self.arguments, self.candidates, self.place) = (name, arguments, candidates, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let values = try arguments.evaluate(&frame)
    do throws(EvaluationError) {
      try CallCost.embedded.charge(values, &frame)
      for candidate in candidates
      where candidate.unsure.allSatisfy({ candidate.overload.parameter($0).accepts(values[$0]) }) {
        let result: Value
        switch candidate.overload.body {
        case .declared(let body): result = try body(values)
        case .host(let id): result = try frame.bindings.call(host: id, values)
        default: continue
        }
        try frame.admit(result)
        return result
      }
      throw .noOverload(name, values)
    } catch { throw error.at(place) }
  }
}

/// Asks the host with constant arguments, as in `balance('client')`: the form in which guards and views do it most.
final class HostCallNode: Node {
  private let id: Int
  private let arguments: [Value]
  private let place: Int

  init(id: Int, arguments: [Value], place: Int) { (self.id, self.arguments, self.place) = (id, arguments, place) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    do throws(EvaluationError) {
      try CallCost.embedded.charge(arguments, &frame)
      let result = try frame.bindings.call(host: id, arguments)
      try frame.admit(result)
      return result
    } catch { throw error.at(place) }
  }
}

extension [any Node] {
  /// Evaluates all arguments in order.
  fileprivate func evaluate(_ frame: inout Frame) throws(EvaluationError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for node in self { values.append(try node.evaluate(&frame)) }
    return values
  }
}
