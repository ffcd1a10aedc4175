internal import CEL
internal import Statecharts

// Conditions, expressions and values of a document.
extension ContentReader {
  func program(_ source: String, _ place: Markup, expecting type: CELType? = nil) throws(DocumentError) -> Program {
    do {
      return try SessionScope.environment.compile(source, expecting: type)
    } catch {
      throw fail(place, "\(error)")
    }
  }

  /// Reads a condition. An empty one always holds.
  func condition(_ source: String, _ place: Markup) throws(DocumentError) -> Program {
    var cel = source.trimmed.isEmpty ? "true" : source.trimmed
    if !usesCEL, !source.trimmed.isEmpty {
      do { cel = try scripts.condition(source) } catch { throw fail(place, "cond '\(source)': \(error)") }
    }
    return try program(cel, place, expecting: .bool)
  }

  /// Returns an expression in CEL. An empty one is null.
  func source(_ source: String, _ place: Markup) throws(DocumentError) -> String {
    if source.trimmed.isEmpty { return "null" }
    if usesCEL { return source.trimmed }
    do { return try scripts.value(source) } catch { throw fail(place, "expression '\(source)': \(error)") }
  }

  /// Reads an attribute that holds an expression; nil if it is missing.
  func optional(_ attribute: String, of element: Markup) throws(DocumentError) -> DataExpression? {
    guard let text = element[attribute] else { return nil }
    return .program(try program(try source(text, element), element))
  }

  /// Reads an attribute that may be given as text or as an expression.
  func either(_ text: String, _ dynamic: String, of element: Markup) throws(DocumentError) -> DataExpression? {
    try optional(dynamic, of: element) ?? element[text].map { .literal(.string($0)) }
  }

  /// Reads a value that is given by `expr` or stands inside the element.
  func given(_ element: Markup) throws(DocumentError) -> DataExpression? {
    if let expression = try optional("expr", of: element) { return expression }
    return try inlineValue(element)
  }

  func dataValue(_ item: Markup) throws(DocumentError) -> DataExpression {
    if let id = item["id"], scripts.functions[id] != nil { return .literal(.null) }
    if let expression = try optional("expr", of: item) { return expression }
    if let source = item["src"] { return inline(try resource(source, item)) }
    return try inlineValue(item) ?? .literal(.null)
  }

  /// Reads the content of an element as a value. A document becomes the name of its chart, other XML its text.
  func inlineValue(_ element: Markup) throws(DocumentError) -> DataExpression? {
    if let document = element.first("scxml") {
      return .literal(.string(try family.readInner(document, usesCEL: usesCEL)))
    }
    if !element.elements.isEmpty { return .literal(.string(element.elements.map(\.source).joined())) }
    return element.text.isEmpty ? nil : inline(element.text)
  }

  /// Reads text as JSON if it is JSON; otherwise it is a text with its blanks normalised (SCXML B.2.8.1).
  private func inline(_ text: String) -> DataExpression {
    if let json = try? JSON.parse(text.trimmed) { return .literal(json) }
    return .literal(.string(text.words.joined(separator: " ")))
  }

  func resource(_ name: String, _ place: Markup) throws(DocumentError) -> String {
    let path = name.hasPrefix("file:") ? String(name.dropFirst(5)) : name
    guard let text = family.resources(path) else { throw fail(place, "there is no file '\(path)'") }
    return text
  }
}
