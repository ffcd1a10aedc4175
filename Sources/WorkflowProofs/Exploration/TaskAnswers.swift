internal import CEL

/// Representative answers to the form of a human task.
struct TaskAnswers {
  let form: Value

  /// At most 12: fields are combined as far as that allows.
  var answers: [Value] {
    var result = [ValueMap()]
    for entry in form.mapValue?.entries ?? [] {
      let name = entry.key.stringValue ?? ""
      let values = values(entry.value.stringValue ?? "")
      result = Array(result.flatMap { partial in values.map { with(partial, name, $0) } }.prefix(12))
    }
    return result.map { .map($0) }
  }

  private func with(_ map: ValueMap, _ name: String, _ value: Value) -> ValueMap {
    var map = map
    map[name] = value
    return map
  }

  private func values(_ type: String) -> [Value] {
    let words = type.split(separator: "|").map { $0.filter { $0 != " " } }
    var result: [Value] = []
    for word in words {
      switch word {
      case "bool": result += [.bool(true), .bool(false)]
      case "int": result += [.int(0), .int(50), .int(100), .int(-1), .int(101)]
      case "double": result.append(.double(1))
      case "null": result.append(.null)
      case "string": result.append(.string("x"))
      case "timestamp": result.append(.string("2027-03-01T00:00:00Z"))
      case "duration": result.append(.string("3600s"))
      default: result.append(.string(word))
      }
    }
    return result
  }
}
