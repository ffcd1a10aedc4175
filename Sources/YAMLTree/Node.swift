/// A YAML node with its place. A scalar is kept as it is written: its reader decides whether `no` or `1:30` is text,
/// and nothing is resolved by the rules of YAML 1.1.
package struct Node: Sendable {
  /// The content of a node.
  package enum Content: Sendable {
    /// A scalar's text without quotes and escapes; `isPlain` if it was written without quotes.
    case scalar(String, isPlain: Bool)
    /// The items of a sequence.
    case sequence([Node])
    /// The entries of a mapping in their order.
    case mapping([(key: Node, value: Node)])
  }

  /// The node's content.
  package var content: Content
  /// The file's name in findings.
  package var file: String
  /// The line, from 1.
  package var line: Int
  /// The column, from 1 in characters.
  package var column: Int
  /// The number of bytes of the scalar's value before this node's text, if the node is a part of a scalar; 0 for a
  /// whole one.
  package var skipped = 0

  /// Creates a node.
  package init(content: Content, file: String, line: Int, column: Int, skipped: Int = 0) {
    self.content = content
    self.file = file
    self.line = line
    self.column = column
    self.skipped = skipped
  }

  /// A node at the same place with other content.
  package func with(_ content: Content) -> Node {
    var copy = self
    copy.content = content
    return copy
  }

  /// The scalar's text; nil for a list or a mapping.
  package var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// The items of a sequence; nil for other nodes.
  package var items: [Node]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// The entries of a mapping; nil for other nodes.
  package var entries: [(key: Node, value: Node)]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The value of a key; nil if the node is no mapping or has no such key.
  package subscript(key: String) -> Node? {
    entries?.first { $0.key.text == key }?.value
  }

  /// The keys of a mapping that are text, in their order.
  package var keys: [String] { entries?.compactMap(\.key.text) ?? [] }

  /// True for a plain `null` or `~`.
  package var isNull: Bool {
    if case .scalar(let text, isPlain: true) = content { text == "null" || text == "~" } else { false }
  }

  /// The node's place.
  package var place: Place { Place(line: line, column: column) }

  /// The node's kind in one word, for messages.
  package var kind: String {
    switch content {
    case .scalar: "text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
