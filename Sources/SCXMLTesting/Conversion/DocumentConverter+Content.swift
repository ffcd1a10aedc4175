internal import CEL

// Executable content (SCXML 4, 6).
extension DocumentConverter {
  private static let notContent: Set<String> = ["elseif", "else", "param", "content", "finalize"]

  /// What SCXML has, and not as executable content.
  private static let elsewhere: Set<String> = [
    "scxml", "state", "parallel", "final", "initial", "history", "transition", "onentry", "onexit", "datamodel", "data",
    "donedata", "invoke", "elseif", "else", "param", "content", "finalize",
  ]

  /// The actions inside an element, in order.
  func content(_ element: Markup) throws(ConversionError) -> [Definition] {
    var result: [Definition] = []
    for child in element.elements where !Self.notContent.contains(child.name) {
      if let action = try action(child) { result.append(action) }
    }
    return result
  }

  /// Nil for an extension that no platform here knows (SCXML 4.10): it does nothing.
  private func action(_ element: Markup) throws(ConversionError) -> Definition? {
    switch element.name {
    case "raise": return .map([("raise", .text(element["event"] ?? ""))])
    case "if": return try branches(element)
    case "foreach": return try forEach(element)
    case "log":
      let shown = try element["expr"].map { (source) throws(ConversionError) in try value(source, element) }
      return .map([("log", shown ?? .plain("null")), ("label", .text(element["label"] ?? ""))])
    case "assign":
      let location = (element["location"] ?? "").trimmed
      return .map([("assign", .map([(location, try assigned(element))]))])
    case "script": return .map([("script", .list(try script(element)))])
    case "send": return try send(element)
    case "cancel": return .map([("cancel", try either("sendid", "sendidexpr", of: element) ?? .text(""))])
    case _ where Self.elsewhere.contains(element.name):
      throw fail(element, "<\(element.name)> is not part of SCXML's executable content")
    default: return nil
    }
  }

  private func assigned(_ element: Markup) throws(ConversionError) -> Definition {
    if let source = element["expr"] { return try value(source, element) }
    return try inlineValue(element) ?? .plain("null")
  }

  /// The actions of a `<script>`.
  func script(_ element: Markup) throws(ConversionError) -> [Definition] {
    let source =
      try element["src"].map { (name) throws(ConversionError) in try resource(name, element) } ?? element.text
    do { return try scripts.actions(source) } catch { throw fail(element, "script: \(error)") }
  }

  /// `<elseif>` and `<else>` stand between the actions that they part.
  private func branches(_ element: Markup) throws(ConversionError) -> Definition {
    var parts: [(condition: String?, actions: [Definition])] = [(try condition(element["cond"] ?? "", element), [])]
    for child in element.elements {
      switch child.name {
      case "elseif": parts.append((try condition(child["cond"] ?? "", child), []))
      case "else": parts.append((nil, []))
      default:
        if let action = try action(child) { parts[parts.count - 1].actions.append(action) }
      }
    }
    var rest: [Definition] = []
    for part in parts.reversed() {
      guard let condition = part.condition else {
        rest = part.actions
        continue
      }
      rest = [.map([("if", .text(condition)), ("then", .list(part.actions)), ("else", .list(rest))])]
    }
    return rest[0]
  }

  private func forEach(_ element: Markup) throws(ConversionError) -> Definition {
    var entries: [(key: String, value: Definition)] = [
      ("in", .text(try expression(element["array"] ?? "", element))), ("as", .text(element["item"] ?? "")),
    ]
    if let index = element["index"] { entries.append(("index", .text(index))) }
    entries.append(("do", .list(try content(element))))
    return .map([("foreach", .map(entries))])
  }

  private func send(_ element: Markup) throws(ConversionError) -> Definition {
    var entries: [(key: String, value: Definition)] = []
    for (key, dynamic) in [
      ("event", "eventexpr"), ("target", "targetexpr"), ("type", "typeexpr"), ("delay", "delayexpr"),
    ] {
      if let given = try either(key, dynamic, of: element) { entries.append((key, given)) }
    }
    for key in ["id", "idlocation"] { if let given = element[key] { entries.append((key, .text(given))) } }
    entries += try payload(element)
    return .map([("send", .map(entries))])
  }

  func invoke(_ element: Markup) throws(ConversionError) -> Definition {
    var entries: [(key: String, value: Definition)] = []
    for (key, dynamic) in [("type", "typeexpr"), ("src", "srcexpr")] {
      if let given = try either(key, dynamic, of: element) { entries.append((key, given)) }
    }
    for key in ["id", "idlocation"] { if let given = element[key] { entries.append((key, .text(given))) } }
    if element["autoforward"] == "true" { entries.append(("autoforward", .plain("true"))) }
    entries += try payload(element)
    if let finalize = element.first("finalize") { entries.append(("finalize", .list(try content(finalize)))) }
    return .map(entries)
  }

  /// `namelist`, `<param>` and `<content>`.
  private func payload(_ element: Markup) throws(ConversionError) -> [(key: String, value: Definition)] {
    if let content = element.first("content") {
      return [("content", try contentValue(content))] + (try listed(element))
    }
    return try listed(element)
  }

  private func listed(_ element: Markup) throws(ConversionError) -> [(key: String, value: Definition)] {
    let list = try parameters(element)
    if case .list(let items) = list, items.isEmpty { return [] }
    return [("params", list)]
  }

  func parameters(_ element: Markup) throws(ConversionError) -> Definition {
    var result = (element["namelist"] ?? "").words.map { name in
      Definition.map([("name", .text(name)), ("location", .text(name))])
    }
    for item in element.elements("param") {
      let name = ("name", Definition.text(item["name"] ?? ""))
      if let expression = item["expr"] {
        result.append(.map([name, ("value", try value(expression, item))]))
      } else {
        result.append(.map([name, ("location", .text((item["location"] ?? "").trimmed))]))
      }
    }
    return .list(result)
  }

  func contentValue(_ element: Markup) throws(ConversionError) -> Definition {
    if let expression = element["expr"] { return try value(expression, element) }
    return try inlineValue(element) ?? literal(.string(""))
  }
}
