package import CEL

/// A YAML node with its place. Scalars are kept as written; what they mean is decided by YAML 1.2's core schema, never by 1.1's.
package struct Node: Sendable {
  package enum Content: Sendable {
    case scalar(String, isPlain: Bool)
    case sequence([Node])
    case mapping([(key: Node, value: Node)])
  }

  package var content: Content
  package var file: String
  /// From 1.
  package var line: Int
  /// From 1, in characters.
  package var column: Int
  /// Bytes of the written scalar's value that stand before `text`, where a node is a part of one.
  var skipped = 0

  package init(content: Content, file: String, line: Int, column: Int, skipped: Int = 0) {
    self.content = content
    self.file = file
    self.line = line
    self.column = column
    self.skipped = skipped
  }

  /// Something else at the same place.
  func with(_ content: Content) -> Node {
    var copy = self
    copy.content = content
    return copy
  }

  /// The scalar's text.
  package var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  package var items: [Node]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  package var entries: [(key: Node, value: Node)]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  package subscript(key: String) -> Node? {
    entries?.first { $0.key.text == key }?.value
  }

  package var keys: [String] { entries?.compactMap(\.key.text) ?? [] }

  /// True for a plain `null` or `~`. An empty value is refused when the file is read.
  package var isNull: Bool {
    if case .scalar(let text, isPlain: true) = content { text == "null" || text == "~" } else { false }
  }

  /// The scalar by YAML 1.2's core schema: null, bool, int, float, else text.
  package var scalarValue: Value? {
    guard case .scalar(let text, let isPlain) = content else { return nil }
    guard isPlain else { return .string(text) }
    switch text {
    case "null", "~": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    if let number = Int64(text) { return .int(number) }
    if text.contains("."), text.first.map({ $0.isNumber || $0 == "-" }) ?? false, let number = Double(text) {
      return .double(number)
    }
    return .string(text)
  }

  /// One word for messages.
  package var kind: String {
    switch content {
    case .scalar: "text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// What a key's table may allow of it.
  var kinds: KeyTable.Kinds {
    switch content {
    case .scalar: scalarValue?.boolValue == nil ? .text : [.text, .flag]
    case .sequence: .list
    case .mapping: .mapping
    }
  }
}
