internal import CEL
internal import YAMLTree

/// Reads one mapping of the file. It records the requested keys; any other key is unknown.
final class SectionReader {
  /// The section's path, such as `ingress.sources[0]`; empty for the whole file.
  let path: String
  let place: Place
  let findings: FindingList
  private let members: [Member]
  private var asked: [String] = []

  private struct Member {
    let key: String
    let keyPlace: Place
    let value: Node
  }

  init(path: String, node: Node?, place: Place, findings: FindingList) {
    self.path = path
    self.place = node?.place ?? place
    self.findings = findings
    switch node?.content {
    case nil: members = []
    case .mapping(let entries): members = entries.map(Self.member)
    case .some:
      members = []
      if let node, !node.isEmpty {
        findings.add(.shape, at: node.place, key: path, expected: "keys with values", given: node.described)
      }
    }
  }

  /// Returns `default` if the key is absent, or if its value is wrong, which adds a finding.
  func value<Value>(_ key: String, _ kind: SettingKind<Value>, default standard: Value) -> Value {
    optional(key, kind) ?? standard
  }

  /// Returns nil if the key is absent or its value is wrong.
  func optional<Value>(_ key: String, _ kind: SettingKind<Value>) -> Value? {
    node(key).flatMap { scalar($0, kind, path: full(key)) }
  }

  /// Returns nil with a finding if the key is absent or its value is wrong.
  func required<Value>(_ key: String, _ kind: SettingKind<Value>) -> Value? {
    if let node = node(key) { return scalar(node, kind, path: full(key)) }
    findings.add(
      .missingKey, at: place, key: full(key), expected: kind.expected, cure: "add '\(key):' here")
    return nil
  }

  /// Reads a list of scalars; a single scalar counts as a list of one. Wrong elements are left out.
  func values<Value>(_ key: String, _ kind: SettingKind<Value>) -> [Value] {
    guard let node = node(key) else { return [] }
    guard case .sequence(let elements) = node.content else {
      return scalar(node, kind, path: full(key)).map { [$0] } ?? []
    }
    return elements.enumerated().compactMap { index, element in
      findings.stands("\(full(key))[\(index)]", at: element.place)
      return scalar(element, kind, path: "\(full(key))[\(index)]")
    }
  }

  /// Reads a mapping with keys of the user's choice, in the order of the file.
  func entries<Value>(_ key: String, _ kind: SettingKind<Value>) -> [(name: String, value: Value)] {
    guard let node = node(key) else { return [] }
    guard let entries = node.entries else {
      findings.add(.shape, at: node.place, key: full(key), expected: "names with values", given: node.described)
      return []
    }
    return entries.map(Self.member).compactMap { member in
      findings.stands("\(full(key)).\(member.key)", at: member.keyPlace)
      return scalar(member.value, kind, path: "\(full(key)).\(member.key)").map { (member.key, $0) }
    }
  }

  /// Reads the section under `key`; if it is absent, an empty one with all defaults.
  func section<Value>(_ key: String, _ read: (SectionReader) -> Value) -> Value {
    SectionReader(path: full(key), node: node(key), place: place, findings: findings).finish(read)
  }

  /// Returns nil if the key is absent.
  func optionalSection<Value>(_ key: String, _ read: (SectionReader) -> Value?) -> Value? {
    guard let node = node(key) else { return nil }
    return SectionReader(path: full(key), node: node, place: place, findings: findings).finish(read)
  }

  /// Reads a list of sections; elements for which `read` returns nil are left out.
  func sections<Value>(_ key: String, _ read: (SectionReader) -> Value?) -> [Value] {
    guard let node = node(key) else { return [] }
    guard case .sequence(let elements) = node.content else {
      findings.add(
        .shape, at: node.place, key: full(key), expected: "a list", given: node.described,
        cure: "begin each element with '- '")
      return []
    }
    return elements.enumerated().compactMap { index, element in
      SectionReader(path: "\(full(key))[\(index)]", node: element, place: place, findings: findings).finish(read)
    }
  }

  /// The place of the key's value, or of the section if the key is absent.
  func place(of key: String) -> Place {
    members.first { $0.key == key }?.value.place ?? place
  }

  /// Adds a finding about a value that is valid by itself but conflicts with others.
  func object(
    _ code: SettingsFinding.Code, to key: String, expected: String, given: String? = nil, cure: String? = nil
  ) {
    findings.add(code, at: place(of: key), key: full(key), expected: expected, given: given, cure: cure)
  }

  /// Reads the section and then reports the keys that were not requested.
  func finish<Value>(_ read: (SectionReader) -> Value) -> Value {
    let result = read(self)
    for member in members where !asked.contains(member.key) {
      let nearest = NearestName.find(member.key, among: asked)
      findings.add(
        .unknownKey, at: member.keyPlace, key: path, expected: "one of \(asked.joined(separator: ", "))",
        given: member.key, cure: nearest.map { "did you mean \($0)?" } ?? "take it away")
    }
    return result
  }

  /// Keys are text, because the YAML reader rejects any other key.
  private static func member(_ entry: (key: Node, value: Node)) -> Member {
    Member(key: entry.key.text ?? "", keyPlace: entry.key.place, value: entry.value)
  }

  private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private func node(_ key: String) -> Node? {
    asked.append(key)
    findings.asked(full(key))
    let member = members.first { $0.key == key }
    if let member { findings.stands(full(key), at: member.value.place) }
    return member?.value
  }

  private func scalar<Value>(_ node: Node, _ kind: SettingKind<Value>, path: String) -> Value? {
    guard case .scalar(let text, let isPlain) = node.content, !node.isEmpty else {
      findings.add(
        .shape, at: node.place, key: path, expected: kind.expected, given: node.described,
        cure: node.isEmpty ? "write a value, or take the line away to have the default" : nil)
      return nil
    }
    if let value = kind.parse(text, isPlain) { return value }
    findings.add(
      .value, at: node.place, key: path, expected: kind.expected,
      given: kind.mayBeShown ? text : "(\(text.count) characters, not shown)", cure: kind.cure(text, isPlain))
    return nil
  }
}

extension Node {
  /// True for a key without a value, `null` and `~`.
  fileprivate var isEmpty: Bool { isNull || content.isBlank }

  /// The value in messages.
  fileprivate var described: String {
    switch content {
    case .scalar: isEmpty ? "nothing" : "a single value"
    case .mapping: "keys with values"
    case .sequence: "a list"
    }
  }
}

extension Node.Content {
  fileprivate var isBlank: Bool {
    if case .scalar("", isPlain: true) = self { true } else { false }
  }
}
