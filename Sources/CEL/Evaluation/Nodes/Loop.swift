/// The part that macros share: it walks a list or a map in its own order and holds one or two variables in the frame.
struct Loop: Sendable {
  let range: any Node
  /// The place of the first variable in the frame.
  let first: Int
  let two: Bool
  let place: Int

  enum Elements {
    case list([Value])
    case map(ValueMap)

    var count: Int {
      switch self {
      case .list(let list): list.count
      case .map(let map): map.count
      }
    }
  }

  func elements(_ frame: inout Frame) throws(EvaluationError) -> Elements {
    let value = try range.evaluate(&frame)
    switch value {
    case .list(let list): return .list(list)
    case .map(let map): return .map(map)
    default: throw EvaluationError.noOverload("a macro's range", value).at(place)
    }
  }

  /// Assigns an element to the variables.
  func bind(_ elements: Elements, _ index: Int, _ frame: inout Frame) throws(EvaluationError) {
    try frame.charge(1)
    switch elements {
    case .list(let list):
      if two {
        frame.locals[first] = .int(Int64(index))
        frame.locals[first + 1] = list[index]
      } else {
        frame.locals[first] = list[index]
      }
    case .map(let map):
      frame.locals[first] = map.entries[index].key
      if two { frame.locals[first + 1] = map.entries[index].value }
    }
  }

  func tooLong(_ frame: Frame) -> EvaluationError { EvaluationError.tooLarge("a list", frame.limits.list).at(place) }

  func test(_ node: any Node, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    do throws(EvaluationError) { return try node.test(&frame) } catch { throw error.at(place) }
  }
}
