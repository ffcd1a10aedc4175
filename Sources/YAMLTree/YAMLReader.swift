internal import Yams

/// Reads a text into nodes with places. It refuses anchors, aliases, merge keys, tags, duplicate keys and a second
/// document, because each of them gives a text another meaning than a person would read.
package struct YAMLReader: Sendable {
  /// The limits of a text.
  package var limits = YAMLLimits()
  /// Whether a key without a value is allowed, so that its owner decides about the meaning; otherwise it is a fault.
  package var allowsEmptyValues = false

  /// Creates a reader with the default limits.
  package init() {}

  /// Reads one document.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8; a byte order mark at the beginning is skipped.
  ///   - file: the file's name in findings.
  /// - Throws: every fault of the first stage that finds one: encoding and size, the scan, the syntax, the values.
  package func read(_ bytes: [UInt8], file: String) throws(YAMLFaults) -> Node {
    let source = try text(bytes)
    // The scan runs before the tree is built, because a tree repeats the content of an alias.
    var scan = YAMLScan(limits: limits)
    scan.run(source)
    if !scan.faults.isEmpty { throw YAMLFaults(scan.faults) }
    var faults: [YAMLFault] = []
    let root: Node?
    do {
      let parser = try Parser(yaml: source, resolver: .basic, encoding: .utf8)
      root = try parser.singleRoot().map { convert($0, file: file, &faults) }
    } catch let error as YamlError {
      throw YAMLFaults([SyntaxFault(source: source).fault(for: error)])
    } catch {
      throw YAMLFaults([YAMLFault(.syntax, at: Self.start, "\(error)")])
    }
    guard let root else { throw YAMLFaults([YAMLFault(.empty, at: Self.start, "the file holds no document")]) }
    if !faults.isEmpty { throw YAMLFaults(faults) }
    return root
  }

  private static let start = Place(line: 1, column: 1)

  private func text(_ bytes: [UInt8]) throws(YAMLFaults) -> String {
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let text = isMarked ? bytes[3...] : bytes[...]
    guard text.count <= limits.bytes else {
      throw YAMLFaults([YAMLFault(.tooLarge, at: Self.start, "the file exceeds \(limits.bytes) bytes")])
    }
    if let valid = String(validating: text, as: UTF8.self) { return valid }
    let lines = SourceText(String(decoding: text, as: UTF8.self)).lines
    let line = lines.firstIndex { $0.contains("\u{FFFD}") } ?? 0
    let column = lines[line].firstIndex(of: "\u{FFFD}") ?? 0
    throw YAMLFaults([
      YAMLFault(
        .encoding, at: Place(line: line + 1, column: column + 1), "the file is not text in UTF-8",
        cure: "save it as UTF-8")
    ])
  }

  private func convert(_ node: Yams.Node, file: String, _ faults: inout [YAMLFault]) -> Node {
    let place = Place(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    func made(_ content: Node.Content) -> Node {
      Node(content: content, file: file, line: place.line, column: place.column)
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      if isPlain, scalar.string.isEmpty, !allowsEmptyValues {
        faults.append(YAMLFault(.emptyValue, at: place, "the value is empty"))
      }
      return made(.scalar(scalar.string, isPlain: isPlain))
    case .sequence(let sequence):
      return made(.sequence(sequence.map { convert($0, file: file, &faults) }))
    case .mapping(let mapping):
      var entries: [(key: Node, value: Node)] = []
      for (key, value) in mapping {
        let key = convert(key, file: file, &faults)
        if key.text == nil {
          faults.append(
            YAMLFault(
              .key, at: place, "a key is \(key.kind), not text", cure: "write a plain key", given: key.kind))
        }
        if key.text == "<<" {
          faults.append(
            YAMLFault(
              .mergeKey, at: place, "merge keys are not part of the language",
              cure: "write the keys out", given: "<<"))
        }
        entries.append((key, convert(value, file: file, &faults)))
      }
      return made(.mapping(entries))
    case .alias:
      // The scan refuses aliases, for which alone the parser would produce such nodes.
      return made(.scalar("", isPlain: false))
    }
  }
}
