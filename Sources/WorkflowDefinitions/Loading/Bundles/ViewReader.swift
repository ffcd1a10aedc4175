internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads the view fields of all machines. Expressions need their types, and some types follow from expressions that
/// read other fields; so types are inferred in rounds until nothing changes.
struct ViewReader {
  let report: Report
  let types: TypeReader
  let expressions: ExpressionReader
  let files: [Node]
  let scopes: [MachineScope]
  /// The roles of the family's parties.
  let parties: [String]

  private struct Entry {
    var name: String
    var place: Node
    var node: Node
    var owner: Int
    var type: CELType?
  }

  func read() -> [Bundle.ViewField] {
    var entries: [Entry] = []
    for (owner, file) in files.enumerated() {
      for entry in file["view"]?.entries ?? [] {
        let name = entry.key.text ?? ""
        report.checkKeys(entry.value, Keys.view)
        if entries.contains(where: { $0.name == name }) {
          report.error(
            "duplicate-view", at: entry.key, "two machines give the view field '\(name)'",
            cure: "another name: \(files[owner]["workflow"]?.text ?? "")_\(name)")
          continue
        }
        let type = entry.value["type"].map { types.read($0) }
        entries.append(Entry(name: name, place: entry.key, node: entry.value, owner: owner, type: type))
      }
    }
    infer(&entries)
    return entries.map(field)
  }

  private func infer(_ entries: inout [Entry]) {
    var isMoving = true
    while isMoving {
      isMoving = false
      for index in entries.indices where entries[index].type == nil {
        guard let value = entries[index].node["value"], let text = value.text,
          let segments = try? Interpolation.split(text)
        else {
          entries[index].type = entries[index].node["value"]?.plainValue.map(Self.type) ?? .dyn
          continue
        }
        if let literal = value.scalarValue, literal.stringValue == nil {
          entries[index].type = Self.type(of: literal)
          continue
        }
        guard segments.count == 1, case .expression(let source, _) = segments[0] else {
          entries[index].type = .string
          continue
        }
        let environment = environment(for: entries[index].owner, entries)
        guard let program = try? environment.compile(source) else { continue }
        entries[index].type = program.resultType
        isMoving = true
      }
    }
    // A value whose type could not be inferred is wrong itself; it is compiled once more for its findings.
    for index in entries.indices where entries[index].type == nil {
      if let value = entries[index].node["value"] {
        let names = Names(environment: environment(for: entries[index].owner, entries))
        _ = expressions.data(value, names)
      }
      entries[index].type = .dyn
    }
  }

  /// The type of a literal; what is null or has elements of several types is any.
  private static func type(of literal: Value) -> CELType {
    switch literal {
    case .bool: return .bool
    case .int: return .int
    case .double: return .double
    case .string: return .string
    case .list(let items):
      let types = Set(items.map(type))
      return types.count == 1 ? .list(types.first ?? .dyn) : .list(.dyn)
    default: return .dyn
    }
  }

  private func environment(for owner: Int, _ entries: [Entry]) -> CELEnvironment {
    var environment = scopes[owner].names.environment
    for (index, entry) in entries.enumerated() {
      if let type = entry.type { environment.declare("view.\(entry.name)", type, slot: Slot.view(index)) }
    }
    return environment
  }

  private func field(_ entry: Entry) -> Bundle.ViewField {
    var type = entry.type ?? .dyn
    var standard: Value = .null
    if let node = entry.node["default"] {
      let names = Names(environment: scopes[entry.owner].names.environment)
      if case .literal(let value)? = expressions.data(node, names, expecting: type) { standard = value }
    } else if !type.isNullable, entry.owner > 0 || entry.node["value"] == nil, type != .dyn {
      // The field is null in a machine that has not started and in a state that sets no value.
      type = .nullable(type)
    }
    if case .opaque = type {
      report.error(
        "personal-in-view", at: entry.place, "a personal field cannot be shown in a view",
        cure: "a field that is not personal, or leave it to the templates: personal('…')")
    }
    let index: Bundle.ViewField.Index
    switch entry.node["index"]?.text {
    case "true": index = .yes
    case "unique": index = .unique
    case nil, "false": index = .no
    default:
      index = .no
      report.choice("index", of: ["true", "unique", "false"], at: entry.node["index"]!)
    }
    return Bundle.ViewField(
      name: entry.name, type: type, index: index, default: standard, owner: entry.owner, audience: audience(entry))
  }

  private func audience(_ entry: Entry) -> Bundle.ViewField.Audience {
    guard let node = entry.node["audience"] else { return .site }
    // The key table reports any other kind of value.
    guard let text = node.text else { return .operator }
    if let audience = Bundle.ViewField.Audience.words[text] { return audience }
    if parties.contains(text) { return .role(text) }
    report.choice("audience", of: ["public", "party"] + parties + ["site", "operator"], at: node)
    return .operator
  }
}

extension CELType {
  var isNullable: Bool {
    switch self {
    case .nullable, .null, .dyn: true
    default: false
    }
  }
}
