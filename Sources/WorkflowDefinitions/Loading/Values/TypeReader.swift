internal import CEL
internal import CivilTime
internal import YAMLTree

/// Reads types: `string`, `timestamp|null`, `client|consultant`, `[string]`, `{id: string, required: bool}`.
struct TypeReader {
  let report: Report
  /// Whether size limits are allowed, as they are only for values from outside.
  private var takesLimits = false
  private let zones: any ZoneSource
  /// The types that the files of the bundle declare.
  private let declared: DeclaredTypes

  init(report: Report, zones: any ZoneSource, declared: DeclaredTypes = DeclaredTypes()) {
    self.report = report
    self.zones = zones
    self.declared = declared
  }

  /// The same reader for values from outside: the root's input and the data of events.
  var outside: TypeReader {
    var copy = self
    copy.takesLimits = true
    return copy
  }

  private static let names: [String: CELType] = [
    "string": .string, "int": .int, "bool": .bool, "double": .double, "timestamp": .timestamp, "duration": .duration,
    "map": .map(.string, .dyn), "any": .dyn, "bytes": .bytes, "secret": .string,
  ]

  func read(_ node: Node) -> CELType {
    switch node.content {
    case .scalar(let text, _):
      return scalar(text, at: node)
    case .sequence(let items):
      guard items.count == 1 else {
        report.error("bad-type", at: node, "a list type names one element type", cure: "[string]")
        return .list(.dyn)
      }
      return .list(read(items[0]))
    case .mapping(let entries):
      return .object(entries.map { part(named: $0.key.text ?? "", $0.value) })
    }
  }

  /// A field of a record within another type. Only what a declaration names has a value of its own.
  private func part(named name: String, _ node: Node) -> CELType.Field {
    let field = field(node)
    if let value = field.value {
      report.error(
        "unknown-key", at: value, "a field within a record has no value of its own, and this one is read by nobody",
        cure: "\(field.type)|null, and the value where it is used: x == null ? … : x")
    }
    return CELType.Field(name: name, type: field.type, limits: field.limits)
  }

  /// The input of a machine: a field with a value may be left out.
  func input(_ node: Node?) -> CELType {
    guard case .object(let fields) = object(node) else { return .object([]) }
    return .object(
      fields.map { field in
        guard let declaration = node?[field.name], isDeclaration(declaration),
          let value = declaration["default"] ?? declaration["value"]
        else { return field }
        let given = standard(value, of: field)
        return CELType.Field(name: field.name, type: field.type, limits: field.limits, standard: given)
      })
  }

  private func standard(_ node: Node, of field: CELType.Field) -> Value? {
    guard let plain = node.plainValue, node.text?.contains("${") != true else {
      report.error(
        "type-mismatch", at: node, "an input has a plain value as its default: nothing is known yet when it is read",
        cure: "default: 3; what follows from other fields stands under define:")
      return nil
    }
    do {
      return try CELType.object([field]).decode(.map(ValueMap([(field.name, plain)])))[field.name]
    } catch {
      report.error(
        "type-mismatch", at: node, "the default of '\(field.name)' is no \(field.type), or lies out of its bounds",
        cure: "a value of type \(field.type)")
      return nil
    }
  }

  /// True for `{type: T, …}`, which declares a field; any other mapping is the type of a record.
  private func isDeclaration(_ node: Node) -> Bool { node["type"] != nil }

  /// The most nested lists in one type expression. YAML's own brackets are counted by the YAML reader.
  private static let deepest = 64

  private func scalar(_ text: String, at node: Node, depth: Int = 0) -> CELType {
    guard depth <= Self.deepest else {
      report.error("bad-type", at: node, "a type of more than \(Self.deepest) levels", cure: "[string]")
      return .dyn
    }
    if text.contains("{") {
      do {
        return try CELType(notation: text, types: declared.mentioned(in: text) { named($0, at: node) })
      } catch {
        let issue = error.issues.first
        report.error(
          "bad-type", at: node, "'\(text)' is not a type: \(issue?.message ?? "")",
          cure: issue?.hint ?? "'{name: string, age: int|null}|null'")
        return .dyn
      }
    }
    if text.hasPrefix("["), text.hasSuffix("]") {
      return .list(scalar(String(text.dropFirst().dropLast()), at: node, depth: depth + 1))
    }
    var parts = text.split(separator: "|").map { $0.trimmed }
    let isNullable = parts.contains("null")
    parts.removeAll { $0 == "null" }
    let type: CELType
    if parts.count == 1, let known = Self.names[parts[0]] {
      type = known
    } else if parts.count == 1, declared.has(parts[0]) {
      type = named(parts[0], at: node)
    } else if parts.count == 1, parts[0].hasPrefix("["), parts[0].hasSuffix("]") {
      type = scalar(parts[0], at: node, depth: depth + 1)
    } else if parts.count > 1, !parts.contains(where: { Self.names[$0] != nil || declared.has($0) }) {
      type = .enumeration(parts)
    } else {
      let cure = NearestName.cure(text, among: Self.names.keys.sorted() + declared.names)
      report.error(
        "bad-type", at: node, "'\(text)' is not a type",
        cure: cure ?? "string, int, bool, double, timestamp, duration, map, a|b|c, T|null, [T], {name: T}")
      type = .dyn
    }
    return isNullable ? .nullable(type) : type
  }

  /// A type that a file declares. Limits hold only for values from outside, so that they are left out elsewhere.
  private func named(_ name: String, at node: Node) -> CELType {
    let type = declared.type(name, at: node, report) { outside.field($0).type }
    return takesLimits ? type : type.withoutLimits
  }

  /// The names of the types that the language defines.
  static var builtIn: Set<String> { Set(names.keys).union(["null"]) }

  /// A field is a type, or a mapping with `type`, `value`, `personal`, `min`, `max`, `format` and `text`.
  struct Field {
    var type: CELType
    var value: Node?
    var isPersonal = false
    var limits: FieldLimits?
  }

  func field(named name: String, _ node: Node) -> CELType.Field {
    let field = field(node)
    return CELType.Field(name: name, type: field.type, limits: field.limits)
  }

  func field(_ node: Node) -> Field {
    guard isDeclaration(node) else { return Field(type: read(node)) }
    for entry in node.entries ?? [] {
      guard let key = entry.key.text, !Keys.field.keys.contains(key) else { continue }
      report.error(
        "unknown-key", at: entry.key, "'\(key)' is not a key of \(Keys.field.phrase)",
        cure: NearestName.cure(key, among: Keys.field.keys)
          ?? "known keys: \(Keys.field.keys.joined(separator: ", ")); a record with a field 'type': {type: {type: …, \(key): …}}"
      )
    }
    var field = Field(type: node["type"].map(read) ?? .dyn, value: node["value"] ?? node["default"])
    field.limits = limits(node, field.type)
    if node["personal"]?.scalarValue == .bool(true) {
      field.isPersonal = true
      // A reference to the person's record replaces the value, so that no guard can read it.
      if case .nullable = field.type {
        field.type = .nullable(.opaque("personal"))
      } else {
        field.type = .opaque("personal")
      }
    }
    return field
  }

  /// `min:`, `max:`, `format:` and `text:`.
  private func limits(_ node: Node, _ type: CELType) -> FieldLimits? {
    guard let place = node["min"] ?? node["max"] ?? node["format"] ?? node["text"] else { return nil }
    guard takesLimits else {
      report.error(
        "bad-limit", at: place, "limits apply only to input from outside",
        cure: "limits at the root's input and at events with 'by' or 'from'")
      return nil
    }
    let (format, isFreeText) = (format(node, type), isFreeText(node, type))
    guard node["min"] != nil || node["max"] != nil else {
      return FieldLimits(min: nil, max: nil, format: format, isFreeText: isFreeText)
    }
    guard let bound = FieldLimits.boundType(of: type) else {
      report.error(
        "bad-limit", at: place, "a value of type \(type) has no size",
        cure: "limits of numbers, timestamps, durations, texts (characters) and lists (elements)")
      return nil
    }
    let limits = FieldLimits(
      min: node["min"].flatMap { read($0, bound) }, max: node["max"].flatMap { read($0, bound) }, format: format,
      isFreeText: isFreeText)
    if limits.areEmpty {
      report.error(
        "bad-limit", at: node["max"] ?? place, "no value is at least 'min' and at most 'max'", cure: "min ≤ max")
    }
    return limits
  }

  private func format(_ node: Node, _ type: CELType) -> FieldFormat? {
    guard let value = node["format"] else { return nil }
    guard holdsText(type) else {
      report.error("bad-limit", at: value, "only texts have a format", cure: "type: string")
      return nil
    }
    guard let format = FieldFormat(value.text ?? "", zones: zones) else {
      report.choice("format", of: FieldFormat.names, at: value)
      return nil
    }
    return format
  }

  private func isFreeText(_ node: Node, _ type: CELType) -> Bool {
    guard let value = node["text"] else { return false }
    guard holdsText(type) else {
      report.error("bad-limit", at: value, "only texts are lines or free", cure: "type: string")
      return false
    }
    if value.text != "free", value.text != "line" { report.choice("text", of: ["line", "free"], at: value) }
    return value.text == "free"
  }

  private func holdsText(_ type: CELType) -> Bool {
    switch type.withoutNull {
    case .string: true
    case .list(let element): holdsText(element)
    default: false
    }
  }

  private func read(_ limit: Node, _ type: CELType) -> Value? {
    do {
      return try type.decode(limit.scalarValue ?? .null)
    } catch {
      report.error(
        "bad-limit", at: limit, "'\(limit.text ?? limit.kind)' is no limit of type \(type)",
        cure: "a plain value: 100, PT0S, 2027-03-01T09:00:00Z")
      return nil
    }
  }

  /// Reads `{a: string, b: int}` as an object type that keeps the order of the fields.
  func object(_ node: Node?) -> CELType {
    guard let node else { return .object([]) }
    guard let entries = node.entries else {
      report.error("wrong-kind", at: node, "fields are \(node.kind), not a mapping", cure: "{name: string}")
      return .object([])
    }
    return .object(entries.map { field(named: $0.key.text ?? "", $0.value) })
  }
}

extension CELType {
  /// The type without the limits of its fields.
  var withoutLimits: CELType {
    switch self {
    case .object(let fields): .object(fields.map { CELType.Field(name: $0.name, type: $0.type.withoutLimits) })
    case .list(let element): .list(element.withoutLimits)
    case .nullable(let inner): .nullable(inner.withoutLimits)
    default: self
    }
  }

  /// True if one of its fields, at any depth, has limits.
  var isLimited: Bool {
    switch self {
    case .object(let fields): fields.contains { $0.limits != nil || $0.type.isLimited }
    case .list(let element): element.isLimited
    case .nullable(let inner): inner.isLimited
    default: false
    }
  }
}

extension Substring {
  /// The text without spaces at both ends.
  var trimmed: String {
    var part = self
    while part.first == " " { part.removeFirst() }
    while part.last == " " { part.removeLast() }
    return String(part)
  }
}
