internal import CEL
internal import YAMLTree

/// The types that the files of a bundle declare under `types:`. One may be made of others; each is read once, when it is
/// first named.
final class DeclaredTypes {
  private var nodes: [String: Node] = [:]
  private var read: [String: CELType] = [:]
  /// The names whose types are being read.
  private var open: Set<String> = []

  /// No types.
  init() {}

  /// Collects the types of a bundle, which share their names.
  ///
  /// - Parameter files: the bundle's files, those that they include among them, each once.
  init(_ files: [Node], _ report: Report) {
    for entry in files.flatMap({ $0["types"]?.entries ?? [] }) {
      let name = entry.key.text ?? ""
      if TypeReader.builtIn.contains(name) {
        report.error("reserved-name", at: entry.key, "'\(name)' is a type of the language", cure: "another name")
      } else if !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) || name.isEmpty {
        report.error(
          "bad-value", at: entry.key, "a type's name is a word of letters, digits and '_'", cure: "address: {…}")
      } else if let other = nodes[name] {
        report.error(
          "duplicate-type", at: entry.key, "type '\(name)' is declared in \(other.file):\(other.line) already",
          cure: "another name, or one declaration in a file that both include")
      } else {
        nodes[name] = entry.value
      }
    }
  }

  var names: [String] { nodes.keys.sorted() }

  func has(_ name: String) -> Bool { nodes[name] != nil }

  /// The type of that name; `dyn`, with a finding, if it is made of itself.
  func type(_ name: String, at place: Node, _ report: Report, _ read: (Node) -> CELType) -> CELType {
    if let known = self.read[name] { return known }
    guard let node = nodes[name], open.insert(name).inserted else {
      report.error(
        "type-circle", at: place, "type '\(name)' is made of itself", cure: "any, or a list of keys, in its place")
      return .dyn
    }
    let type = read(node)
    open.remove(name)
    self.read[name] = type
    return type
  }

  /// The declared types that a type written as one text is made of. A word before a colon is a field's name.
  func mentioned(in text: String, _ type: (String) -> CELType) -> [String: CELType] {
    var found: [String: CELType] = [:]
    for part in text.split(separator: ",") {
      for piece in part.split(separator: ":").suffix(1) {
        for word in piece.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }).map(String.init)
        where has(word) && found[word] == nil { found[word] = type(word) }
      }
    }
    return found
  }

  /// Reads the types that nothing names, so that a mistake in them is found before their first use.
  func readAll(_ report: Report, _ read: (Node) -> CELType) {
    for (name, node) in nodes.sorted(by: { $0.key < $1.key }) { _ = type(name, at: node, report, read) }
  }
}
