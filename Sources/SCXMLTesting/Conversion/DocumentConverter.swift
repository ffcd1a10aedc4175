internal import CEL

/// One `<scxml>` element.
final class DocumentConverter {
  let name: String
  let usesCEL: Bool
  let family: DocumentFamily
  let resources: SCXMLConverter.Resources
  var scripts = ScriptTranslator()
  private var anonymous = 0

  init(name: String, usesCEL: Bool, family: DocumentFamily, resources: @escaping SCXMLConverter.Resources) {
    self.name = name
    self.usesCEL = usesCEL
    self.family = family
    self.resources = resources
  }

  func fail(_ element: Markup, _ message: String) -> ConversionError {
    ConversionError(file: name, line: element.line, message)
  }

  /// Adds the definition to the family.
  func convert(_ root: Markup) throws(ConversionError) {
    var start: [Definition] = []
    if !usesCEL { declareFunctions(root) }
    // First, for they may declare functions.
    for script in root.elements("script") { start += try self.script(script) }
    var entries: [(key: String, value: Definition)] = [("workflow", .text(name)), ("mode", .text("scxml"))]
    if let own = root["name"] { entries.append(("name", .text(own))) }
    if let binding = root["binding"] { entries.append(("binding", .text(binding))) }
    let states = try self.states(root)
    if let data = try self.data(root, with: scripts.variables) { entries.append(("context", data)) }
    if let initial = try self.initial(root) { entries.append(("initial", initial)) }
    if !start.isEmpty { entries.append(("entry", .list([.list([.map([("script", .list(start))])])]))) }
    entries.append(("states", .map(states)))
    family.add(.map(entries), name: name)
  }

  // MARK: States

  private func states(_ parent: Markup) throws(ConversionError) -> [(key: String, value: Definition)] {
    var result: [(key: String, value: Definition)] = []
    for element in parent.elements where ["state", "parallel", "final", "history"].contains(element.name) {
      result.append(try state(element))
    }
    return result
  }

  private func state(_ element: Markup) throws(ConversionError) -> (key: String, value: Definition) {
    var id = element["id"] ?? ""
    if id.isEmpty {
      anonymous += 1
      id = "\(element.name)-\(anonymous)"
    }
    var entries: [(key: String, value: Definition)] = []
    if element.name != "state" { entries.append(("type", .text(element.name))) }
    if element.name == "history" {
      if element["type"] == "deep" { entries.append(("history", .text("deep"))) }
      entries += try entryTransition(element)
      return (id, .map(entries))
    }
    if let initial = try initial(element) { entries.append(("initial", initial)) }
    if let data = try data(element) { entries.append(("context", data)) }
    for (key, tag) in [("entry", "onentry"), ("exit", "onexit")] {
      var blocks: [Definition] = []
      for block in element.elements(tag) { blocks.append(.list(try content(block))) }
      if !blocks.isEmpty { entries.append((key, .list(blocks))) }
    }
    var transitions: [Definition] = []
    for transition in element.elements("transition") { transitions.append(try self.transition(transition)) }
    if !transitions.isEmpty { entries.append(("on", .list(transitions))) }
    var invokes: [Definition] = []
    for invoke in element.elements("invoke") { invokes.append(try self.invoke(invoke)) }
    if !invokes.isEmpty { entries.append(("invoke", .list(invokes))) }
    if let done = element.first("donedata") { entries.append(("donedata", try doneData(done))) }
    let inner = try states(element)
    if !inner.isEmpty { entries.append(("states", .map(inner))) }
    return (id, .map(entries))
  }

  private func initial(_ element: Markup) throws(ConversionError) -> Definition? {
    if let names = element["initial"] { return .list(names.words.map { .text($0) }) }
    guard let initial = element.first("initial") else { return nil }
    return .map(try entryTransition(initial))
  }

  /// The transition of an `<initial>` or a `<history>`.
  private func entryTransition(_ element: Markup) throws(ConversionError) -> [(key: String, value: Definition)] {
    guard let transition = element.first("transition") else { return [] }
    let actions = try content(transition)
    let target = ("target", Definition.list((transition["target"] ?? "").words.map { .text($0) }))
    return actions.isEmpty ? [target] : [target, ("actions", .list(actions))]
  }

  private func transition(_ element: Markup) throws(ConversionError) -> Definition {
    var entries: [(key: String, value: Definition)] = []
    if let event = element["event"] { entries.append(("event", .text(event.words.joined(separator: " ")))) }
    if let condition = element["cond"] { entries.append(("guard", .text(try self.condition(condition, element)))) }
    if let target = element["target"] { entries.append(("target", .list(target.words.map { .text($0) }))) }
    if element["type"] == "internal" { entries.append(("internal", .plain("true"))) }
    let actions = try content(element)
    if !actions.isEmpty { entries.append(("actions", .list(actions))) }
    return .map(entries)
  }

  private func doneData(_ element: Markup) throws(ConversionError) -> Definition {
    if let content = element.first("content") { return .map([("content", try contentValue(content))]) }
    return .map([("params", try parameters(element))])
  }

  // MARK: Data

  /// With variables that only scripts name: those may declare what nothing else does.
  private func data(_ element: Markup, with variables: [String] = []) throws(ConversionError) -> Definition? {
    var entries: [(key: String, value: Definition)] = []
    let declared = variables.isEmpty ? [] : declaredNames(in: element)
    for name in variables where !declared.contains(name) { entries.append((name, .plain("null"))) }
    for model in element.elements("datamodel") {
      for item in model.elements("data") {
        guard let id = item["id"] else { throw fail(item, "<data> without id") }
        entries.append((id, try dataValue(item)))
      }
    }
    return entries.isEmpty ? nil : .map(entries)
  }

  /// Of the whole document, without those inside of it.
  private func declaredNames(in element: Markup) -> Set<String> {
    var names: Set<String> = []
    for child in element.elements where child.name != "scxml" {
      if child.name == "data", let id = child["id"] { names.insert(id) }
      names.formUnion(declaredNames(in: child))
    }
    return names
  }

  /// Variables whose values are functions: what calls them may stand before them.
  private func declareFunctions(_ element: Markup) {
    for child in element.elements where child.name != "scxml" {
      if child.name == "data", let id = child["id"], let source = child["expr"] { _ = scripts.declare(id, source) }
      declareFunctions(child)
    }
  }

  private func dataValue(_ item: Markup) throws(ConversionError) -> Definition {
    if let id = item["id"], scripts.functions[id] != nil { return .plain("null") }
    if let expression = item["expr"] { return try value(expression, item) }
    if let source = item["src"] { return inline(try resource(source, item)) }
    return try inlineValue(item) ?? .plain("null")
  }

  // MARK: Values

  /// A condition in CEL. An empty one is none.
  func condition(_ source: String, _ place: Markup) throws(ConversionError) -> String {
    if source.trimmed.isEmpty { return "true" }
    if usesCEL { return source.trimmed }
    do { return try scripts.condition(source) } catch { throw fail(place, "cond '\(source)': \(error)") }
  }

  /// An expression in CEL. An empty one has no value.
  func expression(_ source: String, _ place: Markup) throws(ConversionError) -> String {
    if source.trimmed.isEmpty { return "null" }
    if usesCEL { return source.trimmed }
    do { return try scripts.value(source) } catch { throw fail(place, "expression '\(source)': \(error)") }
  }

  /// An expression in a data position.
  func value(_ source: String, _ place: Markup) throws(ConversionError) -> Definition {
    .text("${\(try expression(source, place))}")
  }

  /// What stands inside an element as a value: a document becomes the name of its definition, other XML its text.
  func inlineValue(_ element: Markup) throws(ConversionError) -> Definition? {
    if let document = element.first("scxml") { return try innerDocument(document) }
    if !element.elements.isEmpty { return literal(.string(element.elements.map(\.source).joined())) }
    return element.text.isEmpty ? nil : inline(element.text)
  }

  /// Text as JSON if it is JSON, else with its blanks narrowed (SCXML B.2.8.1).
  func inline(_ text: String) -> Definition {
    if let json = try? JSON.parse(text.trimmed) { return literal(json) }
    return literal(.string(text.words.joined(separator: " ")))
  }

  func literal(_ value: Value) -> Definition { .text("${\(Self.cel(value))}") }

  private static func cel(_ value: Value) -> String {
    switch value {
    case .list(let items): "[\(items.map { "dyn(\(cel($0)))" }.joined(separator: ", "))]"
    case .map(let map):
      "{\(map.entries.map { "\(cel($0.key)): dyn(\(cel($0.value)))" }.joined(separator: ", "))}"
    case .string(let text): ScriptTranslator.literal(text)
    default: JSON.text(value)
    }
  }

  /// An attribute that may be given as text or as an expression.
  func either(_ text: String, _ dynamic: String, of element: Markup) throws(ConversionError) -> Definition? {
    if let expression = element[dynamic] { return try value(expression, element) }
    return element[text].map { literal(.string($0)) }
  }

  func resource(_ name: String, _ place: Markup) throws(ConversionError) -> String {
    let path = name.hasPrefix("file:") ? String(name.dropFirst(5)) : name
    guard let text = resources(path) else { throw fail(place, "there is no file '\(path)'") }
    return text
  }

  private func innerDocument(_ document: Markup) throws(ConversionError) -> Definition {
    let inner = family.innerName()
    try DocumentConverter(name: inner, usesCEL: usesCEL, family: family, resources: resources).convert(document)
    return literal(.string(inner))
  }
}
