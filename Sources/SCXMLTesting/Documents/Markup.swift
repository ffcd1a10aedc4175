/// An element of an SCXML document.
struct Markup {
  enum Child {
    case element(Markup)
    case text(String)
  }

  /// The name with its prefix, if it has one, such as `conf:pass`.
  var name: String
  var attributes: [String: String]
  var children: [Child] = []
  /// The line of the element's start tag, as the XML parser reports it, from 1.
  var line: Int
  var column: Int

  subscript(attribute: String) -> String? { attributes[attribute] }

  var elements: [Markup] {
    children.compactMap { if case .element(let element) = $0 { element } else { nil } }
  }

  func elements(_ name: String) -> [Markup] { elements.filter { $0.name == name } }

  func first(_ name: String) -> Markup? { elements.first { $0.name == name } }

  /// The text directly inside the element, without blanks at both ends.
  var text: String {
    children.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined().trimmed
  }

  /// The element as XML, with its attributes in the order of their names.
  var source: String {
    let pairs = attributes.keys.sorted().map { " \($0)=\"\(attributes[$0] ?? "")\"" }.joined()
    let inner = children.map { child in
      switch child {
      case .element(let element): element.source
      case .text(let text): text
      }
    }
    return "<\(name)\(pairs)>\(inner.joined())</\(name)>"
  }
}

extension String {
  private static let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]

  /// The text without blanks at both ends.
  var trimmed: String {
    var part = self[...]
    while let first = part.first, Self.blanks.contains(first) { part.removeFirst() }
    while let last = part.last, Self.blanks.contains(last) { part.removeLast() }
    return String(part)
  }

  /// The parts of the text between blanks.
  var words: [String] { split { Self.blanks.contains($0) }.map(String.init) }
}
