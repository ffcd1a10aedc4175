import CEL

/// An object as indented lines of names and values; times are local.
enum Outline {
  static func text(_ value: Value, _ wall: Wall) -> String {
    lines(value, wall, indent: "").joined(separator: "\n")
  }

  private static func lines(_ value: Value, _ wall: Wall, indent: String) -> [String] {
    switch value {
    case .map(let map):
      let width = map.entries.map { Cell.text($0.key).count }.max() ?? 0
      return map.entries.flatMap { entry -> [String] in
        let name = Cell.text(entry.key)
        if isLeaf(entry.value) {
          let gap = String(repeating: " ", count: width - name.count + 2)
          return ["\(indent)\(name)\(gap)\(leaf(entry.value, wall))"]
        }
        return ["\(indent)\(name)"] + lines(entry.value, wall, indent: indent + "  ")
      }
    case .list(let items):
      return items.flatMap { item -> [String] in
        guard !isLeaf(item) else { return ["\(indent)- \(leaf(item, wall))"] }
        var inner = lines(item, wall, indent: indent + "  ")
        if !inner.isEmpty { inner[0] = "\(indent)- \(inner[0].dropFirst(indent.count + 2))" }
        return inner
      }
    default: return ["\(indent)\(leaf(value, wall))"]
    }
  }

  private static func isLeaf(_ value: Value) -> Bool {
    switch value {
    case .map(let map): map.isEmpty
    case .list(let items): items.allSatisfy { $0.mapValue == nil && $0.listValue == nil }
    default: true
    }
  }

  private static func leaf(_ value: Value, _ wall: Wall) -> String {
    switch value {
    case .map, .null: "–"
    case .list(let items) where items.isEmpty: "–"
    case .string(let text) where text.utf8.count >= 20: Wall.instant(value).map { wall.text($0) } ?? Cell.text(value)
    default: Cell.text(value)
    }
  }
}
