internal import YAMLTree

/// Finds the names in one definition file.
struct SymbolReader {
  let file: String
  let root: Node
  let text: TextLines
  let workflow: String
  private(set) var occurrences: [SymbolUse] = []

  init(file: String, root: Node, text: TextLines, workflow: String) {
    self.file = file
    self.root = root
    self.text = text
    self.workflow = workflow
  }

  /// Keys whose entries are events or times with transitions behind them.
  private static let handlers: Set<String> = ["on", "after"]
  /// Keys with transitions behind them.
  private static let transitions: Set<String> = [
    "always", "onDone", "onError", "onStopped", "onAccepted", "onMissed", "onRefused",
  ]
  /// Keys whose values are data, in which no key means anything.
  private static let data: Set<String> = [
    "with", "input", "data", "context", "params", "assign", "value", "output", "from", "correlate",
  ]

  mutating func read() {
    if let name = root["workflow"] { declare(.workflow, name, root, workflow: "") }
    for member in root["family"]?.items ?? [] { use(.workflow, member, workflow: "") }
    declareEntries("events", .event, workflow: "")
    declareEntries("actions", .action, workflow: "")
    declareEntries("params", .parameter, workflow: "")
    declareEntries("define", .define, workflow: "")
    declareEntries("view", .view, workflow: "")
    declareEntries("context", .context, workflow: workflow)
    declareEntries("input", .input, workflow: workflow)
    declareEntries("claims", .claim, workflow: "")
    for entry in root["ledger"]?["accounts"]?.entries ?? [] { declare(.account, entry.key, entry.value, workflow: "") }
    for entry in root["functions"]?.entries ?? [] {
      guard let signature = entry.key.text, let end = signature.firstIndex(of: "(") else { continue }
      let name = String(signature[..<end])
      add(
        Symbol(kind: .function, workflow: "", name: name),
        text.extent(of: entry.key, offset: 0, length: name.utf8.count), entry.value)
    }
    state(root)
    expressions(root)
  }

  private mutating func declareEntries(_ key: String, _ kind: Symbol.Kind, workflow: String) {
    for entry in root[key]?.entries ?? [] { declare(kind, entry.key, entry.value, workflow: workflow) }
  }

  private mutating func declare(_ kind: Symbol.Kind, _ key: Node, _ value: Node, workflow: String) {
    add(Symbol(kind: kind, workflow: workflow, name: key.text ?? ""), text.extent(of: key), value)
  }

  private mutating func use(_ kind: Symbol.Kind, _ node: Node, workflow: String) {
    guard let name = node.text, !name.contains("${") else { return }
    add(Symbol(kind: kind, workflow: workflow, name: name), text.extent(of: node), nil)
  }

  private mutating func add(_ symbol: Symbol, _ extent: Extent, _ declaration: Node?) {
    occurrences.append(SymbolUse(symbol: symbol, file: file, extent: extent, declaration: declaration))
  }

  // MARK: States

  private mutating func state(_ node: Node) {
    for entry in node["states"]?.entries ?? [] {
      declare(.state, entry.key, entry.value, workflow: workflow)
      state(entry.value)
    }
    for key in ["initial", "target"] { if let target = node[key] { self.target(target) } }
    for entry in node["on"]?.entries ?? [] {
      if let name = entry.key.text, !name.contains("*") { use(.event, entry.key, workflow: "") }
      candidates(entry.value)
    }
    for entry in node["after"]?.entries ?? [] { candidates(entry.value) }
    for key in ["always", "onDone"] { if let list = node[key] { candidates(list) } }
    for entry in node["timers"]?.entries ?? [] {
      candidates(entry.value)
      for key in ["do", "onMissed"] { if let list = entry.value[key] { candidates(list) } }
    }
    for step in list(node["invoke"]) {
      if let name = step["workflow"] { use(.workflow, name, workflow: "") }
      handlers(of: step)
    }
    for key in ["entry", "exit"] { actions(node[key]) }
    for claim in node["holds"]?.items ?? [] { use(.claim, claim, workflow: "") }
    for entry in root["actions"]?.entries ?? [] where node.isSamePlace(as: root) { actions(entry.value["do"]) }
  }

  private mutating func handlers(of step: Node) {
    for key in Self.transitions { if let list = step[key] { candidates(list) } }
    for entry in step["completedBy"]?.entries ?? [] { use(.event, entry.key, workflow: "") }
  }

  /// A target, a transition, or a list of them.
  private mutating func candidates(_ node: Node) {
    if let items = node.items { return items.forEach { candidates($0) } }
    if node.text != nil { return target(node) }
    if let target = node["target"] { self.target(target) }
    if let refused = node["onRefused"] { candidates(refused) }
    actions(node["actions"])
    for notification in list(node["notify"]) {
      if notification["step"] == nil { actions(notification) } else { handlers(of: notification) }
    }
  }

  /// Each part of a path is a state of its own.
  private mutating func target(_ node: Node) {
    guard let path = node.text else { return }
    parts(of: path, in: node, offset: 0, workflow: workflow)
  }

  private mutating func parts(of path: String, in node: Node, offset: Int, workflow: String) {
    var offset = offset
    for part in path.split(separator: ".", omittingEmptySubsequences: false) {
      if !part.isEmpty {
        add(
          Symbol(kind: .state, workflow: workflow, name: String(part)),
          text.extent(of: node, offset: offset, length: part.utf8.count), nil)
      }
      offset += part.utf8.count + 1
    }
  }

  // MARK: Actions

  private func list(_ node: Node?) -> [Node] { node.map { $0.items ?? [$0] } ?? [] }

  private mutating func actions(_ node: Node?) {
    for action in list(node) {
      for entry in action.entries ?? [] {
        switch entry.key.text ?? "" {
        case "raise", "emit": use(.event, entry.value, workflow: "")
        case "send":
          if let name = entry.value["event"] { use(.event, name, workflow: "") }
          if let name = entry.value["to"] { use(.workflow, name, workflow: "") }
        case "assign":
          for field in entry.value.entries ?? [] { use(.context, field.key, workflow: workflow) }
        case "spawn", "stop":
          if let name = entry.value["workflow"] { use(.workflow, name, workflow: "") }
          handlers(of: entry.value)
        case "post":
          for name in list(entry.value["from"]) + list(entry.value["to"]) { use(.account, name, workflow: "") }
        case "then", "else": actions(entry.value)
        case "foreach": actions(entry.value["do"])
        case "if", "with", "reverse", "alarm", "journal", "erase": break
        default: use(.action, entry.key, workflow: "")
        }
      }
    }
  }

  // MARK: Expressions

  private mutating func expressions(_ node: Node) {
    switch node.content {
    case .scalar(let source, _): scan(source, in: node)
    case .sequence(let items): for item in items { expressions(item) }
    case .mapping(let entries): for entry in entries { expressions(entry.value) }
    }
  }

  private static let prefixes: [String: Symbol.Kind] = [
    "context": .context, "input": .input, "params": .parameter, "view": .view,
  ]

  private mutating func scan(_ source: String, in node: Node) {
    for token in ExpressionTokens(source).tokens {
      switch token {
      case .member(let root, let name, let offset):
        guard let kind = Self.prefixes[root] else { continue }
        let own = kind == .context || kind == .input ? workflow : ""
        add(
          Symbol(kind: kind, workflow: own, name: name),
          text.extent(of: node, offset: offset, length: name.utf8.count), nil)
      case .call(let name, let offset):
        add(
          Symbol(kind: .function, workflow: "", name: name),
          text.extent(of: node, offset: offset, length: name.utf8.count), nil)
      case .name(let name, let offset):
        guard root["define"]?[name] != nil else { continue }
        add(
          Symbol(kind: .define, workflow: "", name: name),
          text.extent(of: node, offset: offset, length: name.utf8.count), nil)
      case .argument(let function, let value, let offset): argument(of: function, value, in: node, offset)
      }
    }
  }

  private mutating func argument(of function: String, _ value: String, in node: Node, _ offset: Int) {
    switch function {
    case "In", "entered", "firstEntered":
      if let slash = value.firstIndex(of: "/") {
        let machine = String(value[..<slash])
        parts(
          of: String(value[value.index(after: slash)...]), in: node, offset: offset + machine.utf8.count + 1,
          workflow: machine)
      } else {
        parts(of: value, in: node, offset: offset, workflow: workflow)
      }
    case "balance":
      add(
        Symbol(kind: .account, workflow: "", name: value),
        text.extent(of: node, offset: offset, length: value.utf8.count), nil)
    default: break
    }
  }
}

extension Node {
  fileprivate func isSamePlace(as other: Node) -> Bool {
    file == other.file && line == other.line && column == other.column
  }
}
