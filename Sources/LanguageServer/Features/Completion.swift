internal import CEL
internal import Execution
internal import YAMLTree

/// Completes what is being written: keys, names, words, and the members of expressions.
struct Completion {
  /// The protocol's kinds of items that are used.
  enum Kind: Int64 {
    case function = 3
    case field = 5
    case property = 10
    case value = 12
    case enumMember = 20
    case event = 23
  }

  struct Item {
    var label: String
    var kind: Kind
    var detail = ""
  }

  let workspace: Workspace
  let documentation: KeyDocumentation
  let catalogue: [StepDeclaration]

  func items(at place: Place, in name: String) -> [Item] {
    guard let text = workspace.texts[name] else { return [] }
    let before = String(text[place.line - 1].unicodeScalars.prefix(max(0, place.column - 1)))
    let cursor = CursorContext(lines: text, line: place.line - 1, before: before)
    if let members = members(cursor, in: name) { return members }
    if let key = cursor.key { return values(of: key, cursor, in: name) }
    return keys(cursor, in: name) + shorthand(cursor, in: name)
  }

  private func items(_ kind: Symbol.Kind, _ item: Kind, in name: String) -> [Item] {
    workspace.index.names(kind, in: name).map { Item(label: $0, kind: item, detail: kind.rawValue) }
  }

  // MARK: Expressions

  /// The names that may follow `context.` and the like, or stand in `In('`.
  private func members(_ cursor: CursorContext, in name: String) -> [Item]? {
    let text = cursor.value
    let typed = text.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }.count
    let head = text.dropLast(typed)
    let kinds: [(String, Symbol.Kind)] = [
      ("context.", .context), ("input.", .input), ("params.", .parameter), ("view.", .view),
    ]
    for (prefix, kind) in kinds where head.hasSuffix(prefix) { return items(kind, .field, in: name) }
    for function in ["In(", "entered(", "firstEntered("]
    where head.hasSuffix(function + "'") || head.hasSuffix(function + "\"") {
      return items(.state, .value, in: name)
    }
    if head.hasSuffix("balance('") || head.hasSuffix("balance(\"") { return items(.account, .value, in: name) }
    if head.hasSuffix("event.") { return ["name", "role", "data"].map { Item(label: $0, kind: .field) } }
    return nil
  }

  // MARK: Values

  private static let transitions: Set<String> = [
    "always", "onDone", "onError", "onStopped", "onAccepted", "onMissed", "onRefused",
  ]

  private func values(of key: String, _ cursor: CursorContext, in name: String) -> [Item] {
    switch key {
    case "target", "initial": return items(.state, .value, in: name)
    case "step":
      return catalogue.map { Item(label: $0.name, kind: .value, detail: "\($0.stepClass.rawValue) step") }
        .sorted { $0.label < $1.label }
    case "emit", "raise", "event": return items(.event, .event, in: name)
    case "workflow", "family": return items(.workflow, .value, in: name)
    case "to" where cursor.path.last == .key("send"): return items(.workflow, .value, in: name)
    case "via", "to", "from":
      if cursor.path.contains(.key("moves")) || cursor.path.contains(.key("post")) {
        return items(.account, .value, in: name)
      }
    default: break
    }
    if Self.transitions.contains(key) || cursor.path.last == .key("on") || cursor.path.last == .key("after") {
      return items(.state, .value, in: name)
    }
    return documentation.words(at: cursor.path + [.key(key)], root: workspace.kinds(of: name))
      .map { Item(label: $0, kind: .enumMember) }
  }

  // MARK: Keys

  private func keys(_ cursor: CursorContext, in name: String) -> [Item] {
    if cursor.path.last == .key("on") { return items(.event, .event, in: name) }
    if cursor.path.last == .key("assign") { return items(.context, .field, in: name) }
    let known = documentation.keys(at: cursor.path, root: workspace.kinds(of: name))
    let actions = isActions(cursor.path) ? items(.action, .function, in: name) : []
    return known.map { Item(label: $0.name, kind: .property, detail: $0.description) } + actions
  }

  private func isActions(_ path: [KeyDocumentation.PathStep]) -> Bool {
    guard path.last == .item, case .key(let key)? = path.dropLast().last else { return false }
    return ["actions", "notify", "entry", "exit", "do", "then", "else"].contains(key)
  }

  /// A list of claims, or of transitions as bare targets.
  private func shorthand(_ cursor: CursorContext, in name: String) -> [Item] {
    guard cursor.path.last == .item, case .key(let key)? = cursor.path.dropLast().last else { return [] }
    if key == "holds" { return items(.claim, .value, in: name) }
    if key == "family" { return items(.workflow, .value, in: name) }
    return Self.transitions.contains(key) ? items(.state, .value, in: name) : []
  }
}
