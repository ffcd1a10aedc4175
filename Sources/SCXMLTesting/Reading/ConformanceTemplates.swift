/// Maps the W3C's tests onto CEL. The tests are templates in which everything that depends on the data model is written
/// as `conf:` attributes and elements.
struct ConformanceTemplates {
  let file: String

  /// Returns the element with everything of `conf:` replaced.
  func apply(_ element: Markup) throws(DocumentError) -> Markup {
    var result = element
    result.attributes = [:]
    for (name, value) in element.attributes.sorted(by: { $0.key < $1.key }) {
      if name.hasPrefix("conf:") {
        let (key, replaced) = try attribute(String(name.dropFirst(5)), value, of: element)
        result.attributes[key] = replaced
      } else if !name.hasPrefix("xmlns") {
        result.attributes[name] = value
      }
    }
    result.children = []
    for child in element.children {
      switch child {
      case .text: result.children.append(child)
      case .element(let inner) where inner.name.hasPrefix("conf:"):
        result.children.append(try template(inner))
      case .element(let inner): result.children.append(.element(try apply(inner)))
      }
    }
    return result
  }

  private func variable(_ number: String) -> String { "context.Var\(number.trimmed)" }

  /// Splits a relation such as `1=2` into its two sides and CEL's operator. Some templates leave the operator out (`1
  /// 2`) and mean equality.
  private func relation(_ text: String) -> (left: String, operation: String, right: String) {
    let text = text.trimmed
    let digits = text.prefix { $0.isNumber }
    var rest = text[digits.endIndex...].drop { $0.isWhitespace }
    let operation = rest.prefix { "=<>!".contains($0) }
    rest = rest[operation.endIndex...]
    return (String(digits), ["", "="].contains(operation) ? "==" : String(operation), String(rest).trimmed)
  }

  /// Returns the numbers in a text, whatever stands between them.
  private func numbers(_ text: String) -> [String] { text.split { !$0.isNumber }.map(String.init) }

  private func attribute(
    _ name: String, _ value: String, of element: Markup
  ) throws(DocumentError) -> (String, String) {
    if let condition = condition(name, value) { return ("cond", condition) }
    if let expression = expression(name, value) { return ("expr", expression) }
    switch name {
    case "datamodel": return ("datamodel", "cel")
    case "targetpass": return ("target", "pass")
    case "targetfail": return ("target", "fail")
    case "id", "name", "location", "item", "index", "idlocation": return (name, "Var\(value.trimmed)")
    case "namelist", "multipleNamelist":
      return ("namelist", value.words.map { "Var\($0)" }.joined(separator: " "))
    case "invalidNamelist": return ("namelist", "undeclared")
    case "invalidLocation": return ("location", "foo.bar.baz")
    case "systemVarLocation": return ("location", value)
    case "illegalItem": return ("item", "'continue'")
    case "arrayVar", "arrayTextVar": return ("array", variable(value))
    case "eventExpr": return ("eventexpr", variable(value))
    case "targetExpr", "targetVar": return ("targetexpr", variable(value))
    case "typeExpr": return ("typeexpr", variable(value))
    case "srcExpr": return ("srcexpr", variable(value))
    case "sendIDExpr": return ("sendidexpr", variable(value))
    case "delayFromVar", "delayExpr": return ("delayexpr", variable(value))
    case "delay": return ("delay", "\(value)s")
    case "illegalTarget": return ("target", "baz")
    case "unreachableTarget": return ("target", "#_scxml_foo")
    case "invalidSendType": return ("type", "27")
    case "invalidSendTypeExpr": return (element.name == "send" ? "typeexpr" : "expr", "27")
    default:
      throw DocumentError(file: file, line: element.line, "no mapping of conf:\(name)")
    }
  }

  /// Maps the attributes that stand for a condition.
  private func condition(_ name: String, _ value: String) -> String? {
    switch name {
    case "true", "false": return name
    case "nonBoolean": return "dyn('x')"
    case "inState": return "In('\(value)')"
    case "isBound": return "has(\(variable(value))) && \(variable(value)) != null"
    case "unboundVar", "noValue": return "!has(\(variable(value))) || \(variable(value)) == null"
    case "idSomeVal": return "\(variable(value)) == 123"
    case "systemVarIsBound": return "\(system(value)) != null"
    case "nameVarVal": return "_name == '\(value)'"
    case "eventNameVal": return "event.name == '\(value)'"
    case "originTypeEq": return "event.origintype == '\(value)'"
    case "eventdataVal": return "event.data == \(value)"
    case "eventdataSomeVal": return "event.data == 123"
    case "emptyEventData": return "event.data == null"
    case "eventFieldHasNoValue": return "event.\(value) == null"
    case "eventFieldsAreBound":
      return ["name", "type", "sendid", "origin", "origintype", "invokeid", "data"].map { "has(event.\($0))" }
        .joined(separator: " && ")
    case "eventIsExternal": return "event.type == 'external'"
    case "eventDataHasField": return "has(event.data.\(value))"
    case "VarEqVar", "VarEqVarStruct", "varPrefix":
      let parts = numbers(value)
      guard parts.count == 2 else { return nil }
      let (first, second) = (variable(parts[0]), variable(parts[1]))
      // The first number names the prefix, the second the text that begins with it: "2 1".
      return name == "varPrefix" ? "\(second).startsWith(\(first))" : "\(first) == \(second)"
    case "idVal", "namelistIdVal", "idQuoteVal", "idSystemVarVal", "compareIDVal", "varIdVal", "eventvarVal":
      let (left, operation, right) = relation(value)
      switch name {
      case "idQuoteVal": return "\(variable(left)) \(operation) '\(right)'"
      case "idSystemVarVal": return "\(variable(left)) \(operation) \(system(right))"
      case "compareIDVal", "varIdVal": return "\(variable(left)) \(operation) \(variable(right))"
      case "eventvarVal": return "event.data.Var\(left) \(operation) \(right)"
      default: return "\(variable(left)) \(operation) \(right)"
      }
    default: return nil
    }
  }

  /// Maps the attributes that stand for a value.
  private func expression(_ name: String, _ value: String) -> String? {
    switch name {
    case "expr": value
    case "quoteExpr": "'\(value)'"
    case "varExpr", "varChildExpr": variable(value)
    case "varNonexistentStruct": "\(variable(value)).bar"
    case "systemVarExpr": system(value)
    // It must fail when it is evaluated, not when it is read. The checker finds nothing wrong with it.
    case "illegalExpr": "1/0"
    case "illegalArray": "7"
    case "arrayExpr123": "[1, 2, 3]"
    case "invalidSessionID": "'27'"
    case "eventName": "event.name"
    case "eventType": "event.type"
    case "eventSendid": "event.sendid"
    case "eventField": "event.\(value)"
    case "eventRaw": "event"
    case "eventDataFieldValue", "eventDataParamValue": "event.data.\(value)"
    case "eventDataNamelistValue": "event.data.\(value.first?.isNumber == true ? "Var\(value)" : value)"
    case "scxmlEventIOLocation": "_ioprocessors['http://www.w3.org/TR/scxml/#SCXMLEventProcessor'].location"
    default: nil
    }
  }

  private func system(_ name: String) -> String { name == "_event" ? "event" : name }

  /// Maps the elements of `conf:`.
  private func template(_ element: Markup) throws(DocumentError) -> Markup.Child {
    func made(_ name: String, _ attributes: [String: String], _ children: [Markup.Child] = []) -> Markup.Child {
      .element(
        Markup(name: name, attributes: attributes, children: children, line: element.line, column: element.column))
    }
    let id = element["id"] ?? ""
    switch element.name {
    case "conf:pass": return made("final", ["id": "pass"])
    case "conf:fail": return made("final", ["id": "fail"])
    case "conf:incrementID": return made("assign", ["location": "Var\(id)", "expr": "\(variable(id)) + 1"])
    case "conf:array123": return .text("[1,2,3]")
    case "conf:extendArray": return made("assign", ["location": "Var\(id)", "expr": "\(variable(id)) + [4]"])
    case "conf:concatVars", "conf:sumVars":
      let (first, second) = (element["id1"] ?? "", element["id2"] ?? "")
      return made("assign", ["location": "Var\(first)", "expr": "\(variable(first)) + \(variable(second))"])
    case "conf:someInlineVal": return .text("123")
    case "conf:contentFoo": return made("content", [:], [.text("foo")])
    case "conf:illegalContent": return made("content", [:], [.text(" xyz ")])
    case "conf:script": return made("script", [:], [.text("Var1 = 1")])
    case "conf:sendToSender":
      return made(
        "send",
        [
          "event": element["name"] ?? element["event"] ?? "", "targetexpr": "event.origin",
          "typeexpr": "event.origintype",
        ])
    default:
      throw DocumentError(file: file, line: element.line, "no mapping of \(element.name)")
    }
  }
}
