internal import CEL
internal import YAMLTree

/// Writes out states that invoke a workflow once for each element of a list: `invoke: {workflow, each, as, most, …}`. Such a
/// state becomes a parallel one with a region for each of up to `most` elements, and its workflow becomes as many machines of
/// the family. The join is the end of all regions. This happens on the text's tree, so that checks, pictures, proofs and the
/// engine see machines and regions as they know them.
struct ChildrenExpansion {
  /// The most machines of one workflow.
  static let most = 16

  /// One state that invokes a workflow for each element.
  private struct Use {
    let member: String
    let count: Int
    let file: Node
    let place: Node
  }

  private var documents: [String: Node]
  private let report: Report
  private var uses: [Use] = []

  init(documents: [String: Node], report: Report) {
    self.documents = documents
    self.report = report
  }

  /// The documents with all such states and workflows written out.
  static func expand(_ documents: [String: Node], _ report: Report) -> [String: Node] {
    var expansion = ChildrenExpansion(documents: documents, report: report)
    for path in documents.keys.sorted() {
      guard let file = documents[path] else { continue }
      expansion.documents[path] = expansion.states(of: file, in: file)
    }
    for use in expansion.uses { expansion.multiply(use) }
    return expansion.documents
  }

  // MARK: states

  private mutating func states(of node: Node, in file: Node) -> Node {
    guard let entries = node.entries else { return node }
    var result: [(key: Node, value: Node)] = []
    for entry in entries {
      guard entry.key.text == "states", let states = entry.value.entries else {
        result.append(entry)
        continue
      }
      var read: [(key: Node, value: Node)] = []
      for state in states {
        let inner = self.states(of: state.value, in: file)
        read.append((state.key, expanded(inner, name: state.key.text ?? "", in: file)))
      }
      result.append((entry.key, entry.value.with(.mapping(read))))
    }
    return node.with(.mapping(result))
  }

  private mutating func expanded(_ state: Node, name: String, in file: Node) -> Node {
    let invokes = state["invoke"].map { $0.items ?? [$0] } ?? []
    guard let use = invokes.first(where: { $0["each"] != nil }), let list = use["each"]?.text else { return state }
    let given = use["most"]?.scalarValue?.intValue ?? 0
    guard (1...Int64(Self.most)).contains(given), let member = use["workflow"]?.text else {
      report.error(
        "out-of-range", at: use["most"] ?? use,
        "an invocation with 'each' says how many there are at most, from 1 to \(Self.most)", cure: "most: 4")
      return state
    }
    if let key = ["states", "onDone", "type", "initial"].first(where: { state[$0] != nil }) {
      report.error(
        "bad-value", at: use,
        "a state with '\(key)' cannot invoke a workflow for each element: its regions would be its states",
        cure: "a state inside it: states: {asking: {invoke: {…}}}")
      return state
    }
    if let earlier = uses.first(where: { $0.member == member && $0.file.file == file.file }) {
      report.error(
        "bad-value", at: use, "'\(member)' is invoked for each element in line \(earlier.place.line) already",
        cure: "one state for it, or a workflow of another name")
      return state
    }
    uses.append(Use(member: member, count: Int(given), file: file, place: use))
    return Regions(use: use, state: name, list: list, count: Int(given), mayFail: mayFail(member, use)).written(
      into: state)
  }

  /// True, with a finding, if the workflow can end with an error that nothing handles.
  private func mayFail(_ member: String, _ use: Node) -> Bool {
    let file = documents.values.first { $0["workflow"]?.text == member }
    guard file?["states"]?.entries?.contains(where: { $0.value["error"] != nil }) ?? false, use["onError"] == nil else {
      return false
    }
    report.error(
      "child-without-error-path", at: use, "'\(member)' can end with an error and nothing handles it",
      cure: "onError: …")
    return true
  }

  // MARK: workflows

  /// Puts the machines in the place of the workflow, in every family to which the invoking file belongs.
  private mutating func multiply(_ use: Use) {
    guard let path = documents.keys.sorted().first(where: { documents[$0]?["workflow"]?.text == use.member }),
      let file = documents[path], file["family"]?.items == nil
    else { return }
    if let view = file["view"], view.entries?.isEmpty == false {
      report.error(
        "bad-value", at: view,
        "'\(use.member)' runs several times at once (\(use.place.file):\(use.place.line)), and each view field has one value",
        cure: "output: {…}, and a field of the machine that invokes it")
    }
    let single = file.without("view")
    for root in documents.keys.sorted() {
      guard let family = documents[root]?["family"]?.items, let name = documents[root]?["workflow"]?.text,
        family.contains(where: { $0.text == use.member }), use.file.file == root || use.file.isMember(of: name)
      else { continue }
      let keeps = isNamedAlone(use.member, in: [root] + family.compactMap { located($0.text) })
      let listed = family.flatMap { item -> [Node] in
        guard item.text == use.member else { return [item] }
        return (keeps ? [item] : []) + (1...use.count).map { item.with(.scalar("\(use.member)_\($0)", isPlain: true)) }
      }
      documents[root] = documents[root]?.setting("family", to: .sequence(listed))
      for number in 1...use.count {
        let copy = "\(use.member)_\(number)"
        report.copies[copy] = use.member
        documents["\(path)#\(root)#\(number)"] = single.setting("workflow", to: .scalar(copy, isPlain: true))
          .setting("family", to: .scalar(name, isPlain: true))
      }
      if !keeps, file.memberships.count < 2 { documents[path] = nil }
    }
  }

  private func located(_ workflow: String?) -> String? {
    documents.keys.first { documents[$0]?["workflow"]?.text == workflow }
  }

  /// True if a file of the family starts, stops or addresses the workflow by its own name too.
  private func isNamedAlone(_ member: String, in paths: [String]) -> Bool {
    func names(_ node: Node) -> Bool {
      if let items = node.items { return items.contains(where: names) }
      return (node.entries ?? []).contains { entry in
        switch entry.key.text {
        case "invoke", "spawn", "stop":
          (entry.value.items ?? [entry.value]).contains { $0["workflow"]?.text == member } || names(entry.value)
        case "send": entry.value["to"]?.text == member
        default: names(entry.value)
        }
      }
    }
    return paths.contains { documents[$0].map(names) ?? false }
  }
}

/// The regions of a state that invokes a workflow for each element of a list.
private struct Regions {
  let use: Node
  let state: String
  /// CEL: the list.
  let list: String
  let count: Int
  /// True if the workflow may fail and nothing handles it, which has been told.
  let mayFail: Bool

  private var member: String { use["workflow"]?.text ?? "" }

  func written(into node: Node) -> Node {
    var entries: [(key: Node, value: Node)] = []
    for entry in node.entries ?? [] {
      guard entry.key.text == "invoke" else {
        if entry.key.text != "entry" { entries.append(entry) }
        continue
      }
      let others = (entry.value.items ?? []).filter { $0["each"] == nil }
      if !others.isEmpty { entries.append((entry.key, entry.value.with(.sequence(others)))) }
    }
    let tooMany = mapping([
      ("if", text("size(\(list)) > \(count)")),
      ("then", mapping([("alarm", text("more than \(count) of '\(member)' are asked for in '\(state)'"))])),
    ])
    let own = node["entry"].map { $0.items ?? [$0] } ?? []
    entries.append((text("entry"), use.with(.sequence(own + [tooMany]))))
    entries.append((text("type"), text("parallel")))
    entries.append((text("states"), mapping((0..<count).map { ("\(state)_\(member)_\($0 + 1)", region($0)) })))
    if let done = use["onDone"] { entries.append((text("onDone"), done)) }
    return node.with(.mapping(entries))
  }

  private func region(_ index: Int) -> Node {
    let name = "\(state)_\(member)_\(index + 1)"
    let (running, done) = ("\(name)_running", "\(name)_done")
    let choice = use.with(
      .sequence([
        mapping([("guard", text("size(\(list)) > \(index)")), ("target", text(running))]), text(done),
      ]))
    var child: [(String, Node)] = [("workflow", text("\(member)_\(index + 1)"))]
    if let input = use["input"] { child.append(("input", element(input, index))) }
    var ended: [(key: Node, value: Node)] = [(text("target"), text(done))]
    if let actions = use["onEach"] { ended.append((text("actions"), element(actions, index))) }
    child.append(("onDone", use.with(.mapping(ended))))
    if let error = use["onError"] { child.append(("onError", element(error, index))) }
    if mayFail { child.append(("onError", text(done))) }
    return mapping([
      ("initial", text("\(name)_choosing")),
      (
        "states",
        mapping([
          ("\(name)_choosing", mapping([("always", choice)])), (running, mapping([("invoke", mapping(child))])),
          (done, mapping([("type", text("final"))])),
        ])
      ),
    ])
  }

  /// `$(item)` is the element; its name is what `as` says.
  private func element(_ node: Node, _ index: Int) -> Node {
    switch node.content {
    case .scalar(let written, let isPlain):
      node.with(
        .scalar(written.replacing("$(\(use["as"]?.text ?? "item"))", with: "(\(list))[\(index)]"), isPlain: isPlain))
    case .sequence(let items): node.with(.sequence(items.map { element($0, index) }))
    case .mapping(let entries): node.with(.mapping(entries.map { ($0.key, element($0.value, index)) }))
    }
  }

  private func text(_ text: String) -> Node { use.with(.scalar(text, isPlain: true)) }

  private func mapping(_ entries: [(String, Node)]) -> Node { use.with(.mapping(entries.map { (text($0.0), $0.1) })) }
}

extension Node {
  fileprivate func without(_ key: String) -> Node { with(.mapping((entries ?? []).filter { $0.key.text != key })) }

  /// The mapping with another value of a key that it has.
  fileprivate func setting(_ key: String, to content: Content) -> Node {
    with(.mapping((entries ?? []).map { $0.key.text == key ? ($0.key, $0.value.with(content)) : $0 }))
  }
}
