import Yams

/// Text to `YAMLNode`s. Anchors, aliases, tags, keys that are no names and duplicate keys are refused.
struct YAMLReader {
  /// Files and trees beyond these are a mistake, or an attack.
  static let maximumBytes = 256 * 1024
  static let maximumNodes = 20_000

  private let findings: FindingList
  private var nodes = 0

  /// nil when there is nothing to go on with; what is wrong is in `findings`.
  static func read(_ text: String, findings: FindingList) -> YAMLNode? {
    let start = SettingsFinding.Place(line: 1, column: 1)
    guard text.utf8.count <= maximumBytes else {
      findings.add(
        .tooLarge, at: start, expected: "at most \(maximumBytes) bytes", given: "\(text.utf8.count) bytes",
        cure: "this is probably not a settings file")
      return nil
    }
    do {
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      // Nodes hold their anchors weakly; the parser owns them. Without it no anchor would be seen.
      return try withExtendedLifetime(parser) {
        guard let root = try parser.singleRoot() else {
          return YAMLNode(content: .mapping([]), place: start)
        }
        var reader = YAMLReader(findings: findings)
        return reader.convert(root)
      }
    } catch {
      report(error, to: findings)
      return nil
    }
  }

  private init(findings: FindingList) {
    self.findings = findings
  }

  private mutating func convert(_ node: Node) -> YAMLNode? {
    let place = Self.place(node.mark)
    nodes += 1
    guard nodes <= Self.maximumNodes else {
      if nodes == Self.maximumNodes + 1 {
        findings.add(.tooLarge, at: place, expected: "at most \(Self.maximumNodes) values", cure: "split the file")
      }
      return nil
    }
    if let anchor = node.anchor {
      findings.add(
        .anchor, at: place, expected: "no anchors (&) and no aliases (*)", given: "&\(anchor)",
        cure: "write the value out at each place")
      return nil
    }
    switch node {
    case .scalar(let scalar):
      refuseTag(scalar.tag, implied: "tag:yaml.org,2002:str", at: place)
      return YAMLNode(content: .scalar(scalar.string, isPlain: scalar.style == .plain), place: place)
    case .sequence(let sequence):
      refuseTag(sequence.tag, implied: "tag:yaml.org,2002:seq", at: place)
      return YAMLNode(content: .sequence(sequence.compactMap { convert($0) }), place: place)
    case .mapping(let mapping):
      refuseTag(mapping.tag, implied: "tag:yaml.org,2002:map", at: place)
      let members = mapping.compactMap { key, value -> YAMLNode.Member? in
        let keyPlace = Self.place(key.mark)
        guard case .scalar(let name) = key, key.anchor == nil else {
          findings.add(.shape, at: keyPlace, expected: "a name as the key", given: "a list or keys with values")
          return nil
        }
        if name.string == "<<" {
          findings.add(.anchor, at: keyPlace, expected: "no merge keys", given: "<<", cure: "write the keys out")
          return nil
        }
        return convert(value).map { YAMLNode.Member(key: name.string, keyPlace: keyPlace, value: $0) }
      }
      return YAMLNode(content: .mapping(members), place: place)
    case .alias:
      findings.add(.anchor, at: place, expected: "no aliases (*)", cure: "write the value out")
      return nil
    }
  }

  /// Tags not written are empty, or what the basic resolver makes of them.
  private func refuseTag(_ tag: Tag, implied: String, at place: SettingsFinding.Place) {
    let name = tag.description
    guard !name.isEmpty, name != implied, name != "!" else { return }
    findings.add(.tag, at: place, expected: "no tags", given: name, cure: "take the tag away; keys have types already")
  }

  private static func place(_ mark: Mark?) -> SettingsFinding.Place {
    SettingsFinding.Place(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  private static func report(_ error: any Error, to findings: FindingList) {
    switch error {
    case YamlError.duplicatedKeysInMapping(let duplicates, let context):
      findings.add(
        .duplicateKey, at: place(context.mark), expected: "every key once",
        given: duplicates.sorted().joined(separator: ", "), cure: "keep one of them")
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _):
      findings.add(
        .syntax, at: place(mark), expected: "YAML", given: problem,
        cure: "look at indentation (spaces, no tabs), colons and quotes on this line and the one above")
    case YamlError.composer(_, let problem, let mark, _):
      let isAlias = problem.contains("alias")
      findings.add(
        isAlias ? .anchor : .syntax, at: place(mark), expected: isAlias ? "no aliases (*)" : "one YAML document",
        given: problem)
    case YamlError.reader(let problem, _, _, _):
      findings.add(
        .syntax, at: place(nil), expected: "printable UTF-8 text", given: problem,
        cure: "look for control characters in the file")
    default:
      findings.add(.syntax, at: place(nil), expected: "YAML", given: "\(error)")
    }
  }
}
