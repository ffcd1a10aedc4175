internal import CEL
internal import YAMLTree

/// Puts fragments in the place of their uses: parts of states, or of whole files, that several states, machines or roots
/// share. A file declares them under `fragments:`, with parameters; a state or a file says
/// `use: {name: {parameter: value}}`. This happens on the text's tree, before anything is read,
/// so that everything else sees states that are written out.
struct FragmentExpansion {
  private static let deepest = 8
  private static let most = 1_000
  /// Blocks that are put together entry by entry; of anything else the own word of the state or file holds.
  private static let merged = [
    "on", "timers", "after", "states", "view", "otherwise", "input", "context", "params", "events", "define",
    "functions",
    "actions", "types", "claims", "output", "ledger", "accounts",
  ]
  /// Blocks whose entries may use those before them: the fragment's come first.
  private static let ordered = ["define", "functions"]
  /// Lists to which a fragment adds.
  private static let joined = ["invariants", "start"]

  private struct Fragment {
    var parameters: [String]
    var defaults: [String: Node]
    var body: Node
    /// True if it is a part of a file, which no state below the top can use.
    var isOfMachine: Bool
  }

  let documents: [String: Node]
  let report: Report
  private var fragments: [String: Fragment] = [:]
  private var uses = 0

  init(documents: [String: Node], report: Report) {
    self.documents = documents
    self.report = report
  }

  /// The file with its fragments in their places.
  mutating func expand(_ file: Node) -> Node {
    fragments = [:]
    for included in file.includes { if let document = included.path.flatMap({ documents[$0] }) { declare(document) } }
    declare(file)
    // Files that are only included use nothing: their `use` is an unknown key.
    return file["workflow"] == nil && file["states"] == nil ? file : state(file, within: [], isTop: true)
  }

  private mutating func declare(_ file: Node) {
    for entry in file["fragments"]?.entries ?? [] {
      report.checkKeys(entry.value, Keys.fragment)
      let bodies = ["state", "machine"].filter { entry.value[$0]?.entries != nil }
      guard bodies.count == 1, let body = entry.value[bodies[0]] else {
        report.error(
          "missing-key", at: entry.key,
          "fragment '\(entry.key.text ?? "")' needs either 'state', a part of a state, or 'machine', a part of a file",
          cure: "state: {timers: {…}}")
        continue
      }
      var fragment = Fragment(parameters: [], defaults: [:], body: body, isOfMachine: bodies[0] == "machine")
      for parameter in entry.value["params"]?.entries ?? [] {
        let name = parameter.key.text ?? ""
        fragment.parameters.append(name)
        if let value = parameter.value["default"] { fragment.defaults[name] = value }
      }
      fragments[entry.key.text ?? ""] = fragment
    }
  }

  // MARK: uses

  private mutating func state(_ node: Node, within: [String], isTop: Bool = false) -> Node {
    guard let entries = node.entries else { return node }
    var own: [(key: Node, value: Node)] = []
    for entry in entries where entry.key.text != "use" {
      guard entry.key.text == "states", let states = entry.value.entries else {
        own.append(entry)
        continue
      }
      var read: [(key: Node, value: Node)] = []
      for child in states { read.append((child.key, state(child.value, within: within))) }
      own.append((entry.key, entry.value.with(.mapping(read))))
    }
    var whole = node.with(.mapping(own))
    guard let use = node["use"] else { return whole }
    guard let uses = use.entries, !uses.isEmpty else {
      report.error(
        "wrong-kind", at: use, "use is \(use.kind), not a mapping of fragments", cure: "use: {name: {parameter: value}}"
      )
      return whole
    }
    for entry in uses { whole = merge(part(entry, within: within, isTop: isTop), whole) }
    return whole
  }

  /// The part of a state that a use stands for; one that could not be read lets the state rest, so that nothing follows from its absence.
  private mutating func part(_ use: (key: Node, value: Node), within: [String], isTop: Bool) -> Node {
    let gap = use.key.with(
      .mapping([(use.key.with(.scalar("rest", isPlain: true)), use.key.with(.scalar("true", isPlain: true)))]))
    let name = use.key.text ?? ""
    guard let fragment = fragments[name] else {
      report.error(
        "unknown-fragment", at: use.key, "there is no fragment '\(name)'",
        cure: NearestName.cure(name, among: fragments.keys.sorted())
          ?? "declare it under fragments: in this file, or in one that it includes")
      return gap
    }
    if fragment.isOfMachine, !isTop {
      report.error(
        "bad-value", at: use.key, "fragment '\(name)' is a part of a file, and this is a state",
        cure: "use: {\(name): {…}} at the top of the file")
      return gap
    }
    uses += 1
    if within.contains(name) || within.count >= Self.deepest || uses > Self.most {
      report.error(
        "fragment-circle", at: use.key,
        within.contains(name)
          ? "fragment '\(name)' uses itself"
          : "fragments stand too deep within each other, or are used more than \(Self.most) times",
        cure: "write out what differs")
      return gap
    }
    guard let values = arguments(use, of: fragment) else { return gap }
    return state(substitute(fragment.body, values), within: within + [name], isTop: isTop)
  }

  private func arguments(_ use: (key: Node, value: Node), of fragment: Fragment) -> [String: Node]? {
    var values = fragment.defaults
    var isRead = true
    for entry in use.value.entries ?? [] {
      let name = entry.key.text ?? ""
      if fragment.parameters.contains(name) {
        values[name] = entry.value
      } else {
        isRead = false
        report.error(
          "unknown-field", at: entry.key, "fragment '\(use.key.text ?? "")' has no parameter '\(name)'",
          cure: NearestName.cure(name, among: fragment.parameters)
            ?? "parameters: \(fragment.parameters.joined(separator: ", "))")
      }
    }
    for name in fragment.parameters where values[name] == nil && isRead {
      isRead = false
      report.error(
        "missing-field", at: use.key, "fragment '\(use.key.text ?? "")' needs '\(name)'", cure: "add \(name): …")
    }
    return isRead ? values : nil
  }

  // MARK: parameters

  /// `$(name)` alone is the value as it was given, whatever it is; within a text it is the value's text.
  private func substitute(_ node: Node, _ values: [String: Node]) -> Node {
    switch node.content {
    case .scalar(let text, let isPlain):
      guard text.contains("$(") else { return node }
      if let only = values.first(where: { text == "$(\($0.key))" }) { return only.value }
      var read = text
      for name in values.keys.sorted() { read = read.replacing("$(\(name))", with: values[name]?.text ?? "") }
      if read.contains("$(") {
        report.error(
          "unknown-field", at: node, "'\(text)' names no parameter of its fragment",
          cure: values.isEmpty ? "params: {name: {}}" : "parameters: \(values.keys.sorted().joined(separator: ", "))")
      }
      return node.with(.scalar(read, isPlain: isPlain))
    case .sequence(let items): return node.with(.sequence(items.map { substitute($0, values) }))
    case .mapping(let entries):
      return node.with(
        .mapping(entries.map { (key: substitute($0.key, values), value: substitute($0.value, values)) }))
    }
  }

  /// The own entries of the state or file before those of the fragment.
  private func merge(_ part: Node, _ own: Node) -> Node {
    var entries = own.entries ?? []
    for entry in part.entries ?? [] {
      guard let index = entries.firstIndex(where: { $0.key.text == entry.key.text }) else {
        entries.append(entry)
        continue
      }
      let (key, mine) = (entry.key.text ?? "", entries[index].value)
      if Self.joined.contains(key), let own = mine.items, let more = entry.value.items {
        entries[index].value = mine.with(.sequence(own + more))
      } else if key == "ledger" {
        entries[index].value = merge(entry.value, mine)
      } else if Self.merged.contains(key), let own = mine.entries, let theirs = entry.value.entries {
        let names = own.compactMap(\.key.text)
        let more = theirs.filter { !names.contains($0.key.text ?? "") }
        entries[index].value = mine.with(.mapping(Self.ordered.contains(key) ? more + own : own + more))
      }
    }
    return own.with(.mapping(entries))
  }
}
