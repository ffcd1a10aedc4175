/// A YAML node with its place. A scalar is kept as it is written: its reader decides whether `no` or `1:30` is text, and
/// nothing is resolved by the rules of YAML 1.1.
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
  /// Bytes of the written scalar's value before `text`, where the node is a part of that scalar; 0 for a whole one.
  package var skipped = 0

  package init(content: Content, file: String, line: Int, column: Int, skipped: Int = 0) {
    self.content = content
    self.file = file
    self.line = line
    self.column = column
    self.skipped = skipped
  }

  /// The same place with other content.
  package func with(_ content: Content) -> Node {
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

  /// True for a plain `null` or `~`.
  package var isNull: Bool {
    if case .scalar(let text, isPlain: true) = content { text == "null" || text == "~" } else { false }
  }

  package var place: Place { Place(line: line, column: column) }

  /// One word for messages.
  package var kind: String {
    switch content {
    case .scalar: "text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
