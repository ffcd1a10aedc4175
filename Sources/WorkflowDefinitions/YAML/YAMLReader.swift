internal import Yams

/// Reads a YAML file into nodes with places. Refused: anchors, aliases, merge keys, tags, duplicate keys, empty values, more than one
/// document; each of them has cost somebody a guard (language/syntax.md, G17).
package enum YAMLReader {
  /// 1 MiB; a definition is some kilobytes.
  static let sizeLimit = 1 << 20
  static let depthLimit = 64

  /// A file that is not UTF-8 is refused: what stands there is nobody's text.
  package static func read(_ file: SourceFile) throws(Findings) -> Node {
    if file.source.count <= sizeLimit, String(validating: file.source, as: UTF8.self) == nil {
      let lines = SourceText(file.text).lines
      let line = lines.firstIndex { $0.contains("\u{FFFD}") } ?? 0
      let column = lines[line].firstIndex(of: "\u{FFFD}") ?? 0
      throw Findings([
        Finding(
          code: "yaml-syntax", file: file.path, line: line + 1, column: column + 1,
          message: "the file is not text in UTF-8", cure: "save it as UTF-8")
      ])
    }
    return try read(file.text, file: file.path)
  }

  package static func read(_ source: String, file: String) throws(Findings) -> Node {
    guard source.utf8.count <= sizeLimit else {
      throw Findings([
        Finding(
          code: "yaml-too-large", file: file, line: 1, column: 1, message: "the file exceeds \(sizeLimit) bytes",
          cure: "share events, actions and functions by 'include', or make two machines of one")
      ])
    }
    var findings: [Finding] = []
    let result: Node?
    do {
      let parser = try Parser(yaml: source, resolver: .basic, encoding: .utf8)
      let node = try parser.singleRoot()
      // Nodes refer to their anchors weakly; the parser is what keeps them, and without it they would pass unseen.
      result = withExtendedLifetime(parser) { node.map { convert($0, file: file, depth: 0, &findings) } }
    } catch let error as YamlError {
      throw Findings([YAMLProblem(file: file, source: source).finding(for: error)])
    } catch {
      throw Findings([Finding(code: "yaml-syntax", file: file, line: 1, column: 1, message: "\(error)")])
    }
    guard let result else {
      throw Findings([
        Finding(
          code: "yaml-empty", file: file, line: 1, column: 1, message: "the file holds no document",
          cure: "write a workflow, or remove the file")
      ])
    }
    if !findings.isEmpty { throw Findings(findings) }
    return result
  }

  private static func convert(_ node: Yams.Node, file: String, depth: Int, _ findings: inout [Finding]) -> Node {
    let line = node.mark?.line ?? 1
    let column = node.mark?.column ?? 1
    func report(_ code: String, _ message: String, _ cure: String) {
      findings.append(Finding(code: code, file: file, line: line, column: column, message: message, cure: cure))
    }
    func made(_ content: Node.Content) -> Node { Node(content: content, file: file, line: line, column: column) }
    if depth > depthLimit {
      report("yaml-too-deep", "nested deeper than \(depthLimit)", "flatten it")
      return made(.scalar("", isPlain: false))
    }
    if node.anchor != nil {
      report("yaml-anchor", "anchors and aliases are not part of the language", "use a named action or 'include'")
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      if scalar.tag.description.hasPrefix("!") {
        report("yaml-tag", "tag '\(scalar.tag)' hides the value behind it", "put the expression in quotes")
      } else if isPlain && scalar.string.isEmpty {
        report(
          "yaml-empty-value", "the value is empty",
          "write null, or a blank behind the ':'; an expression that starts with '!' in quotes")
      }
      return made(.scalar(scalar.string, isPlain: isPlain))
    case .sequence(let sequence):
      return made(.sequence(sequence.map { convert($0, file: file, depth: depth + 1, &findings) }))
    case .mapping(let mapping):
      var entries: [(key: Node, value: Node)] = []
      for (key, value) in mapping {
        let key = convert(key, file: file, depth: depth + 1, &findings)
        if key.text == nil { report("yaml-key", "a key is \(key.kind), not text", "write a plain key") }
        if key.text == "<<" { report("yaml-merge", "merge keys are not part of the language", "write the keys out") }
        entries.append((key, convert(value, file: file, depth: depth + 1, &findings)))
      }
      return made(.mapping(entries))
    case .alias:
      report("yaml-anchor", "aliases are not part of the language", "use a named action or 'include'")
      return made(.scalar("", isPlain: false))
    }
  }
}
