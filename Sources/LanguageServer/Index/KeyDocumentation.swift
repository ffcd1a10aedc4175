internal import CEL
internal import YAMLTree

/// The schema of workflow files, asked about keys and their values.
struct KeyDocumentation {
  /// One step down in a file.
  enum PathStep: Hashable {
    case key(String)
    case item
  }

  struct Key {
    var name: String
    var description: String
  }

  private let schema: Value

  /// - Parameter schema: the schema as JSON; null knows nothing.
  init(schema: Value) { self.schema = schema }

  /// Returns the description of what stands at the end of a path; nil if there is none.
  func description(of path: [PathStep], root: [String]) -> String? {
    nodes(at: path, root: root).lazy.compactMap { $0["description"]?.stringValue }.first
  }

  /// Returns the keys that may stand in a mapping.
  func keys(at path: [PathStep], root: [String]) -> [Key] {
    var seen: Set<String> = []
    return nodes(at: path, root: root).flatMap { node -> [Key] in
      (node["properties"]?.mapValue?.entries ?? []).compactMap { entry in
        guard let name = entry.key.stringValue, seen.insert(name).inserted else { return nil }
        let described = expanded(entry.value).lazy.compactMap { $0["description"]?.stringValue }.first
        return Key(name: name, description: described ?? "")
      }
    }
  }

  /// Returns the words of which a value is one.
  func words(at path: [PathStep], root: [String]) -> [String] {
    var seen: Set<String> = []
    return nodes(at: path, root: root).flatMap { node -> [String] in
      (node["enum"]?.listValue ?? []).map { Interpolation.display($0) }
        + (node["type"]?.stringValue == "boolean" ? ["true", "false"] : [])
    }.filter { seen.insert($0).inserted }
  }

  /// - Parameter root: the kinds of file that it may be, `root`, `member` or `included`.
  private func nodes(at path: [PathStep], root: [String]) -> [Value] {
    var nodes = root.flatMap { expanded(schema["definitions"]?[$0] ?? .null) }
    for step in path {
      nodes = nodes.flatMap { node -> [Value] in
        switch step {
        case .item: return expanded(node["items"] ?? .null)
        case .key(let name):
          if let property = node["properties"]?[name] { return expanded(property) }
          return expanded(node["additionalProperties"] ?? .null)
        }
      }
    }
    return nodes
  }

  /// Returns a schema with everything that it refers to or is made of.
  private func expanded(_ node: Value, depth: Int = 0) -> [Value] {
    guard node.mapValue != nil, depth < 12 else { return [] }
    var result = [node]
    if let reference = node["$ref"]?.stringValue, reference.hasPrefix("#/") {
      let target = reference.dropFirst(2).split(separator: "/").reduce(schema) { $0[String($1)] ?? .null }
      result += expanded(target, depth: depth + 1)
    }
    for key in ["allOf", "anyOf", "oneOf"] {
      for part in node[key]?.listValue ?? [] { result += expanded(part, depth: depth + 1) }
    }
    for key in ["then", "else"] { if let part = node[key] { result += expanded(part, depth: depth + 1) } }
    return result
  }
}
