internal import Yams

/// Reads a YAML file into nodes with places. Refused: anchors, aliases, merge keys, tags, duplicate keys, empty values, more than one
/// document; each of them has cost somebody a guard (language/syntax.md, G17).
package enum YAMLReader {
  static let limits = YAMLLimits()
  static let tooLargeCure = "share events, actions and functions by 'include', or make two machines of one"

  /// A file that is not UTF-8 is refused: what stands there is nobody's text.
  package static func read(_ file: SourceFile) throws(Findings) -> Node {
    if file.source.count <= limits.bytes, String(validating: file.source, as: UTF8.self) == nil {
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
    guard source.utf8.count <= limits.bytes else {
      throw Findings([
        Finding(
          code: "yaml-too-large", file: file, line: 1, column: 1, message: "the file exceeds \(limits.bytes) bytes",
          cure: tooLargeCure)
      ])
    }
    // Before a tree is made: what an alias stands for is never repeated.
    var scan = YAMLScan(file: file, limits: limits)
    scan.run(source)
    if !scan.findings.isEmpty { throw Findings(scan.findings) }
    var findings: [Finding] = []
    let result: Node?
    do {
      let parser = try Parser(yaml: source, resolver: .basic, encoding: .utf8)
      result = try parser.singleRoot().map { convert($0, file: file, &findings) }
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

  private static func convert(_ node: Yams.Node, file: String, _ findings: inout [Finding]) -> Node {
    let line = node.mark?.line ?? 1
    let column = node.mark?.column ?? 1
    func report(_ code: String, _ message: String, _ cure: String) {
      findings.append(Finding(code: code, file: file, line: line, column: column, message: message, cure: cure))
    }
    func made(_ content: Node.Content) -> Node { Node(content: content, file: file, line: line, column: column) }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      if isPlain && scalar.string.isEmpty {
        report(
          "yaml-empty-value", "the value is empty",
          "write null, or a blank behind the ':'; an expression that starts with '!' in quotes")
      }
      return made(.scalar(scalar.string, isPlain: isPlain))
    case .sequence(let sequence):
      return made(.sequence(sequence.map { convert($0, file: file, &findings) }))
    case .mapping(let mapping):
      var entries: [(key: Node, value: Node)] = []
      for (key, value) in mapping {
        let key = convert(key, file: file, &findings)
        if key.text == nil { report("yaml-key", "a key is \(key.kind), not text", "write a plain key") }
        if key.text == "<<" { report("yaml-merge", "merge keys are not part of the language", "write the keys out") }
        entries.append((key, convert(value, file: file, &findings)))
      }
      return made(.mapping(entries))
    case .alias:
      // The scan refuses aliases; the parser gives such nodes only when it is asked for them.
      return made(.scalar("", isPlain: false))
    }
  }
}
