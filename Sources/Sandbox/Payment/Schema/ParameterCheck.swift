/// Checks the parameters of a call against their shapes and refuses with the provider's messages.
enum ParameterCheck {
  static func check(_ fields: [FormField], of operation: String) throws(PaymentError) {
    guard let shape = ParameterTable.calls[operation] else { return }
    try check(.map(fields), shape, path: "")
  }

  private static func check(_ value: FormValue, _ shape: ParameterShape, path: String) throws(PaymentError) {
    // An empty text clears a field of any kind.
    if value == .text("") { return }
    switch shape {
    case .anything: break
    case .fragment(let name):
      if let shape = ParameterTable.fragmentShapes[name] { try check(value, shape, path: path) }
    case .plainOr(let shape):
      if case .text = value { return }
      try check(value, shape, path: path)
    case .object(let members): try check(value, members, path: path)
    case .list(let element):
      guard case .list(let items) = value else { throw .invalid("Invalid array", param: path) }
      for (index, item) in items.enumerated() { try check(item, element, path: "\(path)[\(index)]") }
    case .texts:
      guard case .map = value else { throw .invalid("Invalid object", param: path) }
    case .text, .integer, .number, .flag, .choice:
      guard case .text(let text) = value else { throw .invalid("Invalid string: \(path)", param: path) }
      try check(text, shape, path: path)
    }
  }

  private static func check(
    _ value: FormValue, _ members: [String: ParameterField], path: String
  ) throws(PaymentError) {
    guard case .map(let fields) = value else { throw .invalid("Invalid object", param: path) }
    let unknown = fields.map(\.name).filter { members[$0] == nil }.map { place($0, in: path) }
    if let first = unknown.first {
      throw .invalid(
        "Received unknown parameter\(unknown.count > 1 ? "s" : ""): \(unknown.joined(separator: ", "))",
        code: "parameter_unknown", param: first)
    }
    for (name, member) in members.sorted(by: { $0.key < $1.key }) where member.isRequired {
      guard let field = fields.first(where: { $0.name == name }), field.value != .text("") else {
        throw .missing(place(name, in: path))
      }
    }
    for field in fields {
      if let member = members[field.name] {
        try check(field.value, member.shape, path: place(field.name, in: path))
      }
    }
  }

  private static func check(_ text: String, _ shape: ParameterShape, path: String) throws(PaymentError) {
    switch shape {
    case .integer where Int64(text) == nil:
      throw .invalid("Invalid integer: \(text)", code: "parameter_invalid_integer", param: path)
    case .number where Double(text)?.isFinite != true: throw .invalid("Invalid decimal: \(text)", param: path)
    case .flag where text != "true" && text != "false": throw .invalid("Invalid boolean: \(text)", param: path)
    case .choice(let choices)
    where !choices.contains(text) && ParameterTable.earlierChoices[path]?.contains(text) != true:
      throw .invalid("Invalid \(path): must be \(alternatives(choices))", param: path)
    default: break
    }
  }

  private static func alternatives(_ choices: [String]) -> String {
    switch choices.count {
    case 1: choices[0]
    case 2: "one of \(choices[0]) or \(choices[1])"
    default: "one of \(choices.dropLast().joined(separator: ", ")), or \(choices[choices.count - 1])"
    }
  }

  private static func place(_ name: String, in path: String) -> String { path.isEmpty ? name : "\(path)[\(name)]" }
}
