internal import YAMLTree

/// The settings of a scenario: those of included files, of its file, and its own. Later ones take precedence.
struct ScenarioSettings {
  var given: [Node] = []
  var acts: [(key: Node, value: Node)] = []
  var lists: [(key: Node, value: Node)] = []

  mutating func add(_ file: Node?, given node: Node?) {
    if let node { given.append(node) }
    for entry in file?["acts"]?.entries ?? [] {
      acts.removeAll { $0.key.text == entry.key.text }
      acts.append(entry)
    }
    for entry in file?["lists"]?.entries ?? [] {
      lists.removeAll { $0.key.text == entry.key.text }
      lists.append(entry)
    }
  }

  /// The merged value: mappings are merged key by key, anything else is replaced.
  subscript(key: String) -> Node? {
    given.compactMap { $0[key] }.reduce(nil) { base, node in
      base.map { $0.merged(with: node, isDeep: key == "input") } ?? node
    }
  }
}

extension Node {
  /// The mapping with the other's entries in precedence; with `isDeep`, nested mappings are merged as well.
  func merged(with other: Node, isDeep: Bool) -> Node {
    guard let mine = entries, let theirs = other.entries else { return other }
    var result = mine
    for entry in theirs {
      if let index = result.firstIndex(where: { $0.key.text == entry.key.text }) {
        result[index] = (
          entry.key, isDeep ? result[index].value.merged(with: entry.value, isDeep: true) : entry.value
        )
      } else {
        result.append(entry)
      }
    }
    return Node(content: .mapping(result), file: other.file, line: other.line, column: other.column)
  }
}
