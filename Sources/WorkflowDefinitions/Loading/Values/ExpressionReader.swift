package import CEL
internal import CivilTime
package import Statecharts
package import YAMLTree

/// Compiles the expressions of a definition, with findings at their place.
package struct ExpressionReader {
  let report: Report

  /// Creates a reader that adds its findings to the report.
  package init(report: Report) { self.report = report }

  /// Compiles a scalar that is CEL as a whole.
  package func program(_ node: Node, _ names: Names, expecting type: CELType?) -> Program? {
    guard let source = node.text else {
      report.error("wrong-kind", at: node, "an expression is \(node.kind), not text", cure: "\"context.x > 0\"")
      return nil
    }
    return compile(source, at: node, shift: 0, names, expecting: type)
  }

  private func compile(
    _ source: String, at node: Node, shift: Int, _ names: Names, expecting type: CELType?
  ) -> Program? {
    do {
      let program = try names.environment.compile(source, expecting: type)
      report.used(program, at: node, shift: shift)
      return program
    } catch {
      report.expression(error, at: node, shift: shift)
      return nil
    }
  }

  /// Like `data`, but replaces an unreadable value by a gap of the same shape, so that the rest can be checked. A
  /// bundle with errors is never run.
  package func dataOrGap(_ node: Node, _ names: Names, expecting type: CELType? = nil) -> DataExpression {
    data(node, names, expecting: type) ?? .literal(.null)
  }

  /// Compiles a value that is a literal, or CEL within `${ … }`. It reports everything that is wrong with the value.
  package func data(_ node: Node, _ names: Names, expecting type: CELType? = nil) -> DataExpression? {
    switch node.content {
    case .scalar(let text, _):
      if text.contains("${") { return interpolated(text, at: node, names, expecting: type) }
      if looksLikeExpression(text, names) {
        report.error(
          "literal-looks-like-expression", at: node, "'\(text)' is text here, not an expression", cure: "\"${\(text)}\""
        )
        return nil
      }
      return literal(node, expecting: type)
    case .sequence(let items):
      var element: CELType?
      if case .list(let inner)? = type?.withoutNull { element = inner }
      let list = items.map { data($0, names, expecting: element) }
      return list.contains { $0 == nil } ? nil : .list(list.compactMap(\.self))
    case .mapping(let entries):
      return map(entries, at: node, names, expecting: type)
    }
  }

  private func map(
    _ entries: [(key: Node, value: Node)], at node: Node, _ names: Names, expecting type: CELType?
  ) -> DataExpression? {
    var fields: [CELType.Field]?
    if case .object(let list)? = type?.withoutNull { fields = list }
    var result: [(key: String, value: DataExpression)] = []
    var isRead = true
    // The fields that misspelt names may stand for; they are not reported as missing as well.
    var meant: Set<String> = []
    for entry in entries {
      let key = entry.key.text ?? ""
      let field = fields?.first { $0.name == key }
      if let fields, field == nil {
        unknownField(key, at: entry.key, fields)
        let free = fields.map(\.name).filter { name in !entries.contains { $0.key.text == name } }
        if let near = NearestName.find(key, among: free) { meant.insert(near) }
        isRead = false
        continue
      }
      if let value = data(entry.value, names, expecting: field?.type) {
        result.append((key, value))
      } else {
        isRead = false
      }
    }
    for field in fields ?? []
    where !meant.contains(field.name) && !entries.contains(where: { $0.key.text == field.name }) {
      if let standard = field.standard {
        result.append((field.name, .literal(standard)))
      } else if case .nullable = field.type {
        result.append((field.name, .literal(.null)))
      } else {
        report.error(
          "missing-field", at: node, "'\(field.name)' (\(field.type)) is missing", cure: "add \(field.name): …")
        isRead = false
      }
    }
    return isRead ? .map(result) : nil
  }

  func unknownField(_ key: String, at node: Node, _ fields: [CELType.Field]) {
    let known = fields.map(\.name)
    report.error(
      "unknown-field", at: node, "there is no field '\(key)'",
      cure: NearestName.cure(key, among: known) ?? "fields: \(known.joined(separator: ", "))")
  }

  private func interpolated(_ text: String, at node: Node, _ names: Names, expecting type: CELType?) -> DataExpression?
  {
    let segments: [Interpolation.Segment]
    do {
      segments = try Interpolation.split(text)
    } catch {
      report.expression(error, at: node, shift: 0)
      return nil
    }
    if segments.count == 1, case .expression(let source, let offset) = segments[0] {
      // A personal reference may stand where text is expected, because it is resolved when the step is sent. A `dyn`
      // value may hold one; its type is checked where it is used.
      if let program = try? names.environment.compile(source),
        isPersonal(program.resultType) || program.resultType == .dyn
      {
        report.used(program, at: node, shift: offset)
        return .program(program)
      }
      return compile(source, at: node, shift: offset, names, expecting: type).map { .program($0) }
    }
    var parts: [DataExpression] = []
    var isRead = true
    for segment in segments {
      switch segment {
      case .text(let text):
        parts.append(.literal(.string(text)))
      case .expression(let source, let offset):
        guard let program = compile(source, at: node, shift: offset, names, expecting: nil) else {
          isRead = false
          continue
        }
        if isPersonal(program.resultType) {
          report.error(
            "personal-in-text", at: node, "a personal field cannot be part of a text: it would stay in the history",
            cure: "pass it as a field of its own; templates resolve it")
          return nil
        }
        parts.append(.program(program))
      }
    }
    return isRead ? .text(parts) : nil
  }

  private func literal(_ node: Node, expecting type: CELType?) -> DataExpression? {
    let value = node.scalarValue ?? .null
    guard let type, type != .dyn else { return .literal(value) }
    do {
      return .literal(try type.decode(value))
    } catch {
      report.error(
        "type-mismatch", at: node, "expected \(type), found '\(node.text ?? "")'",
        cure: cure(for: error, type, given: node.text ?? ""))
      return nil
    }
  }

  /// - Parameter given: the scalar as it stands in the file, so that the cure keeps its spelling.
  private func cure(for mismatch: TypeMismatch, _ type: CELType, given: String) -> String {
    switch type.withoutNull {
    case .duration: "PT15M, P1D, or \"${period('P1D')}\""
    case .timestamp: "2027-03-01T09:00:00Z, or \"${…}\""
    case .string: "'\(given)' in quotes"
    case let type: mismatch.hint ?? "a value of type \(type), or \"${…}\" that gives one"
    }
  }

  /// True if the text begins with a name of the language and continues like an expression, or is an expression as a
  /// whole that reads such a name.
  private func looksLikeExpression(_ text: String, _ names: Names) -> Bool {
    let roots = ["context.", "event.", "input.", "view.", "step.", "params."]
    guard roots.contains(where: { text.contains($0) }) else { return false }
    if !text.contains(" "), !text.contains("/"), roots.contains(where: { text.hasPrefix($0) }) { return true }
    guard let program = try? names.environment.compile(text) else { return false }
    return !program.slots.isEmpty
  }

  private func isPersonal(_ type: CELType) -> Bool { type.withoutNull == .opaque("personal") }
}
