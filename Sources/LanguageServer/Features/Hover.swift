internal import CEL
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Explains what stands at a place: a name with its declaration and type, a step with its request and reply, a key.
struct Hover {
  let workspace: Workspace
  let documentation: KeyDocumentation
  let catalogue: [StepDeclaration]

  /// Returns Markdown and the extent that it is about; nil if there is nothing to say.
  func text(at place: Place, in name: String) -> (text: String, extent: Extent)? {
    guard let text = workspace.texts[name], let root = workspace.tree(of: name) else { return nil }
    if let occurrence = workspace.index.occurrence(at: place, in: name), let told = explain(occurrence, in: name) {
      return (told, occurrence.extent)
    }
    let path = NodePath(to: place, in: root, text)
    guard let node = path.node else { return nil }
    if path.steps.last == .key("step"), !path.isKey, let step = catalogue.first(where: { $0.name == node.text }) {
      return (Self.explain(step), text.extent(of: node))
    }
    guard path.isKey, let described = documentation.description(of: path.steps, root: workspace.kinds(of: name)) else {
      return nil
    }
    return ("`\(node.text ?? "")`\n\n\(described)", text.extent(of: node))
  }

  private func explain(_ occurrence: SymbolUse, in name: String) -> String? {
    let symbol = occurrence.symbol
    let declarations = workspace.index.declarations(of: symbol, from: name)
    guard let first = declarations.first, let node = first.declaration else { return nil }
    var lines = ["**\(symbol.kind.rawValue)** `\(symbol.name)`"]
    if symbol.kind == .state { lines[0] += " of `\(symbol.workflow)`" }
    if let type = type(of: symbol, node) { lines[0] += ": `\(type)`" }
    if let comment = comment(on: first) { lines.append(comment) }
    if symbol.kind != .state, symbol.kind != .workflow { lines.append(source(of: first)) }
    if symbol.kind == .state { lines += state(node) }
    return lines.joined(separator: "\n\n")
  }

  /// The type that the reader has found, or the one that is declared.
  private func type(of symbol: Symbol, _ node: Node) -> String? {
    if symbol.kind == .view {
      for bundle in workspace.bundles {
        if let index = bundle.viewIndex[symbol.name] { return "\(bundle.viewFields[index].type)" }
      }
    }
    guard [.context, .input, .parameter, .view].contains(symbol.kind) else { return nil }
    return node.text ?? node["type"]?.text
  }

  private func state(_ node: Node) -> [String] {
    var parts: [String] = []
    if let type = node["type"]?.text { parts.append("type \(type)") }
    if let rest = node["rest"]?.text { parts.append("rest \(rest)") }
    func list(_ key: String, _ phrase: String) {
      let names = node[key]?.keys ?? []
      if !names.isEmpty { parts.append("\(phrase) \(names.joined(separator: ", "))") }
    }
    list("states", "states")
    list("on", "hears")
    list("timers", "timers")
    let steps = (node["invoke"]?.items ?? node["invoke"].map { [$0] } ?? []).compactMap { $0["step"]?.text }
    if !steps.isEmpty { parts.append("steps \(steps.joined(separator: ", "))") }
    return parts.isEmpty ? [] : [parts.joined(separator: "; ")]
  }

  /// The comment behind a declaration, or the lines of comment above it.
  private func comment(on occurrence: SymbolUse) -> String? {
    guard let text = workspace.texts[occurrence.file] else { return nil }
    let line = occurrence.extent.start.line - 1
    var lines: [String] = []
    var above = line - 1
    while above >= 0 {
      let content = text[above].drop { $0 == " " }
      guard content.hasPrefix("#") else { break }
      lines.insert(String(content.dropFirst().drop { $0 == " " }), at: 0)
      above -= 1
    }
    if let behind = text[line].firstRange(of: " #") {
      lines.append(String(text[line][behind.upperBound...].drop { $0 == " " }))
    }
    return lines.isEmpty ? nil : lines.joined(separator: " ")
  }

  /// The lines of a declaration, at most ten.
  private func source(of occurrence: SymbolUse) -> String {
    guard let text = workspace.texts[occurrence.file] else { return "" }
    let first = occurrence.extent.start.line - 1
    let indent = text[first].prefix { $0 == " " }.count
    var lines = [String(text[first].dropFirst(indent))]
    var next = first + 1
    while next < text.count, lines.count < 10 {
      let line = text[next]
      guard line.prefix(while: { $0 == " " }).count > indent, !line.isEmpty else { break }
      lines.append(String(line.dropFirst(indent)))
      next += 1
    }
    return "```yaml\n\(lines.joined(separator: "\n"))\n```"
  }

  static func explain(_ step: StepDeclaration) -> String {
    var lines = ["**step** `\(step.name)`, class \(step.stepClass.rawValue)"]
    func fields(_ fields: [CELType.Field]) -> String {
      fields.map { "- `\($0.name)`: `\($0.type)`" }.joined(separator: "\n")
    }
    if !step.input.isEmpty { lines.append("Request (`with`):\n\(fields(step.input))") }
    if !step.returns.isEmpty { lines.append("Reply (`event.data` of `onDone`):\n\(fields(step.returns))") }
    if !step.errors.isEmpty { lines.append("Error codes: \(step.errors.map { "`\($0)`" }.joined(separator: ", "))") }
    return lines.joined(separator: "\n\n")
  }
}
