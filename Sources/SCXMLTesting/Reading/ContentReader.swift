internal import CEL
internal import Statecharts

/// Reads the executable content of one document (SCXML 4 and 6).
struct ContentReader {
  private static let notContent: Set<String> = ["elseif", "else", "param", "content", "finalize"]

  /// The elements of SCXML that are not executable content.
  private static let elsewhere: Set<String> = [
    "scxml", "state", "parallel", "final", "initial", "history", "transition", "onentry", "onexit", "datamodel", "data",
    "donedata", "invoke", "elseif", "else", "param", "content", "finalize",
  ]

  let name: String
  let usesCEL: Bool
  let family: DocumentFamily
  var scripts = ScriptTranslator()

  init(name: String, usesCEL: Bool, family: DocumentFamily) {
    self.name = name
    self.usesCEL = usesCEL
    self.family = family
  }

  func fail(_ element: Markup, _ message: String) -> DocumentError {
    DocumentError(file: name, line: element.line, message)
  }

  func place(_ element: Markup) -> ContentPlace {
    ContentPlace(element: element.name, line: element.line, column: element.column)
  }

  /// Reads the actions inside an element, in order.
  mutating func block(_ element: Markup) throws(DocumentError) -> SessionBlock {
    var result: SessionBlock = []
    for child in element.elements where !Self.notContent.contains(child.name) {
      if let statement = try statement(child) { result.append(statement) }
    }
    return result
  }

  private mutating func statement(_ element: Markup) throws(DocumentError) -> SessionStatement? {
    try action(element).map { SessionStatement(action: $0, place: place(element)) }
  }

  /// Reads an action. Returns nil for an extension that no platform here knows, which has no effect (SCXML 4.10).
  private mutating func action(_ element: Markup) throws(DocumentError) -> SessionAction? {
    switch element.name {
    case "raise": return .raise(event: element["event"] ?? "")
    case "if": return try branches(element)
    case "foreach":
      return .forEach(
        in: try program(try source(element["array"] ?? "", element), element),
        item: DataLocation(element["item"] ?? ""),
        index: element["index"].map { DataLocation($0) }, body: try block(element))
    case "log":
      return .log(label: element["label"] ?? "", try optional("expr", of: element) ?? .literal(.null))
    case "assign":
      let location = DataLocation((element["location"] ?? "").trimmed)
      return .assign(location, try given(element) ?? .literal(.null))
    case "script": return .script(try scriptActions(element))
    case "send": return .send(try send(element))
    case "cancel": return .cancel(try either("sendid", "sendidexpr", of: element) ?? .literal(.string("")))
    case _ where Self.elsewhere.contains(element.name):
      throw fail(element, "<\(element.name)> is not part of SCXML's executable content")
    default: return nil
    }
  }

  /// Reads an `<if>`, whose `<elseif>` and `<else>` stand between the actions that they separate.
  private mutating func branches(_ element: Markup) throws(DocumentError) -> SessionAction {
    var parts: [(condition: Program?, block: SessionBlock)] = [(try condition(element["cond"] ?? "", element), [])]
    for child in element.elements {
      switch child.name {
      case "elseif": parts.append((try condition(child["cond"] ?? "", child), []))
      case "else": parts.append((nil, []))
      default:
        if let statement = try statement(child) { parts[parts.count - 1].block.append(statement) }
      }
    }
    var rest: SessionBlock = []
    for part in parts.reversed() {
      guard let condition = part.condition else {
        rest = part.block
        continue
      }
      let action = SessionAction.conditional(condition, then: part.block, otherwise: rest)
      rest = [SessionStatement(action: action, place: place(element))]
    }
    return rest[0].action
  }

  // MARK: Messages

  private func send(_ element: Markup) throws(DocumentError) -> SendDefinition {
    SendDefinition(
      event: try either("event", "eventexpr", of: element), target: try either("target", "targetexpr", of: element),
      type: try either("type", "typeexpr", of: element), id: element["id"],
      idLocation: element["idlocation"].map { DataLocation($0) },
      delay: try either("delay", "delayexpr", of: element), payload: try payload(element))
  }

  mutating func invoke(_ element: Markup, state: Int) throws(DocumentError) -> InvokeDefinition {
    InvokeDefinition(
      state: state, type: try either("type", "typeexpr", of: element), src: try either("src", "srcexpr", of: element),
      id: element["id"], idLocation: element["idlocation"].map { DataLocation($0) }, payload: try payload(element),
      forwardsEvents: element["autoforward"] == "true",
      finalize: try element.first("finalize").map { (finalize) throws(DocumentError) in try block(finalize) } ?? [])
  }

  /// Reads `namelist`, `<param>` and `<content>`.
  func payload(_ element: Markup) throws(DocumentError) -> Payload {
    var parameters: [(name: String, source: Payload.Source)] = (element["namelist"] ?? "").words.map {
      ($0, .location(DataLocation($0)))
    }
    for item in element.elements("param") {
      let source: Payload.Source =
        if let value = try optional("expr", of: item) {
          .value(value)
        } else {
          .location(DataLocation((item["location"] ?? "").trimmed))
        }
      parameters.append((item["name"] ?? "", source))
    }
    var content: DataExpression?
    if let given = element.first("content") {
      content = try self.given(given) ?? .literal(.string(""))
    }
    return Payload(content: content, parameters: parameters, place: place(element))
  }

  // MARK: Scripts

  /// Reads the actions of a `<script>`.
  mutating func scriptActions(_ element: Markup) throws(DocumentError) -> SessionBlock {
    let source =
      try element["src"].map { (name) throws(DocumentError) in try resource(name, element) } ?? element.text
    let actions: [ScriptAction]
    do { actions = try scripts.actions(source) } catch { throw fail(element, "script: \(error)") }
    return try statements(actions, element)
  }

  private func statements(_ actions: [ScriptAction], _ element: Markup) throws(DocumentError) -> SessionBlock {
    var result: SessionBlock = []
    for action in actions {
      let read: SessionAction =
        switch action {
        case .assign(let location, let value): .assign(DataLocation(location), .program(try program(value, element)))
        case .evaluate(let source): .evaluate(try program(source, element))
        case .branch(let condition, let then, let otherwise):
          .conditional(
            try program(condition, element, expecting: .bool), then: try statements(then, element),
            otherwise: try statements(otherwise, element))
        }
      result.append(SessionStatement(action: read, place: place(element)))
    }
    return result
  }
}
