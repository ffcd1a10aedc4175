internal import CEL

/// Reads types: `string`, `timestamp|null`, `client|consultant`, `[string]`, `{id: string, required: bool}`.
struct TypeReader {
  let report: Report

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
      return .object(entries.map { CELType.Field(name: $0.key.text ?? "", type: field($0.value).type) })
    }
  }

  private func scalar(_ text: String, at node: Node) -> CELType {
    if text.hasPrefix("["), text.hasSuffix("]") {
      return .list(scalar(String(text.dropFirst().dropLast()), at: node))
    }
    var parts = text.split(separator: "|").map { $0.trimmed }
    let isNullable = parts.contains("null")
    parts.removeAll { $0 == "null" }
    let type: CELType
    if parts.count == 1, let known = Self.names[parts[0]] {
      type = known
    } else if parts.count == 1, parts[0].hasPrefix("["), parts[0].hasSuffix("]") {
      type = scalar(parts[0], at: node)
    } else if parts.count > 1, !parts.contains(where: { Self.names[$0] != nil }) {
      type = .enumeration(parts)
    } else {
      let cure = didYouMean(text, among: Self.names.keys.sorted())
      report.error(
        "bad-type", at: node, "'\(text)' is not a type",
        cure: cure ?? "string, int, bool, double, timestamp, duration, map, a|b|c, T|null, [T], {name: T}")
      type = .dyn
    }
    return isNullable ? .nullable(type) : type
  }

  /// A field is a type, or a mapping with `type`, `value` and `personal`.
  struct Field {
    var type: CELType
    var value: Node?
    var isPersonal = false
  }

  func field(_ node: Node) -> Field {
    let keys = ["type", "value", "default", "personal"]
    guard node["type"] != nil, node.keys.allSatisfy(keys.contains) else { return Field(type: read(node)) }
    var field = Field(type: node["type"].map(read) ?? .dyn, value: node["value"] ?? node["default"])
    if node["personal"]?.scalarValue == .bool(true) {
      field.isPersonal = true
      // A reference to the person's record takes the value's place; guards cannot look into it (protocol §7).
      if case .nullable = field.type {
        field.type = .nullable(.opaque("personal"))
      } else {
        field.type = .opaque("personal")
      }
    }
    return field
  }

  /// `{a: string, b: int}` as an object type, in order.
  func object(_ node: Node?) -> CELType {
    guard let node else { return .object([]) }
    guard let entries = node.entries else {
      report.error("wrong-kind", at: node, "fields are \(node.kind), not a mapping", cure: "{name: string}")
      return .object([])
    }
    return .object(entries.map { CELType.Field(name: $0.key.text ?? "", type: field($0.value).type) })
  }
}

extension Substring {
  /// Without blanks at both ends.
  var trimmed: String {
    var part = self
    while part.first == " " { part.removeFirst() }
    while part.last == " " { part.removeLast() }
    return String(part)
  }
}
