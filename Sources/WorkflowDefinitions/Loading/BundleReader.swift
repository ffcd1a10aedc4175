internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Reads one root workflow with its family into a bundle.
final class BundleReader {
  let loader: BundleLoader
  let documents: [String: Node]
  let report: Report
  let hash: String
  let types: TypeReader
  let expressions: ExpressionReader

  init(loader: BundleLoader, documents: [String: Node], report: Report, hash: String) {
    self.loader = loader
    self.documents = documents
    self.report = report
    self.hash = hash
    types = TypeReader(report: report, zones: loader.zones)
    expressions = ExpressionReader(report: report)
  }

  func read(root path: String) -> Bundle? {
    guard let root = documents[path], let files = family(root) else { return nil }
    for (index, file) in files.enumerated() { report.checkKeys(file, index == 0 ? Keys.root : Keys.member) }
    for file in files { SessionMode.check(file, report) }
    let params = parameters(files)
    let accounts = accounts(root)
    let shared = BundleNames(
      catalogue: Dictionary(loader.catalogue.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }),
      machines: files.map { $0["workflow"]?.text ?? "" },
      inputs: files.enumerated().map { ($0.offset == 0 ? types.outside : types).object($0.element["input"]) },
      outputs: files.map { types.object($0["output"]) }, mayFail: files.map(mayFail), accounts: accounts.map(\.name),
      claims: root["claims"]?.keys ?? [], views: [], heard: files.map(heard))
    let base = baseEnvironment(files, params, root)
    let drafts = files.enumerated().map { index, file in
      draft(file, index: index, shared: shared, base: base)
    }
    let fields = ViewReader(reader: self, files: files, drafts: drafts).read()
    var complete = shared
    complete.views = fields.map { ($0.name, $0.type) }
    var finished: [MachineDraft] = []
    var invariants: [Bundle.Invariant] = []
    for (index, file) in files.enumerated() {
      let draft = finish(drafts[index], file, fields: fields, shared: complete)
      finished.append(draft)
      invariants += self.invariants(file, draft)
    }
    report.machine = 0
    var familyKey: DataExpression = .literal(.null)
    defer { check(finished, files, familyKey, fields, accounts, invariants) }
    if finished.contains(where: { $0.machine.states.count > StateSet.capacity }) { return nil }
    let names = drafts[0].names
    if root["key"] == nil {
      report.error("missing-key", at: root, "a root workflow needs 'key'", cure: "key: \"${input.reference}\"")
    }
    if let key = root["key"] { familyKey = expressions.dataOrGap(key, names, expecting: .string) }
    let currency = root["ledger"]?["currency"].flatMap { expressions.data($0, names, expecting: .string) }
    return Bundle(
      hash: hash, collection: root["collection"]?.text ?? root["workflow"]?.text ?? "",
      machines: finished.map(\.machine),
      key: familyKey,
      inputType: shared.inputs[0],
      inputFields: root["input"]?.keys ?? [], params: params, accounts: accounts,
      currency: currency ?? .literal(.string("")), claims: claims(root, names), viewFields: fields,
      births: births(root, names), invariants: invariants, limits: limits(root))
  }

  /// True if the machine has an end that is a failure.
  private func mayFail(_ file: Node) -> Bool {
    file["states"]?.entries?.contains { $0.value["error"] != nil } ?? false
  }

  /// Payloads of the events that a machine hears: the machine's own word, else the included file's.
  private func heard(_ file: Node) -> [String: CELType] {
    var result: [String: CELType] = [:]
    let included = includes(file)
    for entry in file["events"]?.entries ?? [] {
      let name = entry.key.text ?? ""
      let common = included.compactMap { $0["events"]?[name] }.last
      result[name] = types.outside.object(entry.value["data"] ?? common?["data"])
    }
    return result
  }

  private func check(
    _ drafts: [MachineDraft], _ files: [Node], _ key: DataExpression, _ fields: [Bundle.ViewField],
    _ accounts: [Bundle.Account], _ invariants: [Bundle.Invariant]
  ) {
    let charts = zip(drafts, files).map { draft, file in
      Chart(draft: draft, file: file, files: Set([file.file] + (file["include"]?.items ?? []).compactMap(\.text)))
    }
    BundleChecks(
      charts: charts, key: key, fields: fields, catalogue: drafts[0].shared.catalogue, accounts: accounts,
      invariants: invariants, births: files[0]["start"]?.items ?? [], report: report
    ).run()
  }

  /// The root's file and those of its members, in the order of `family:`.
  private func family(_ root: Node) -> [Node]? {
    var files = [root]
    var isComplete = true
    for member in root["family"]?.items ?? [] {
      let name = member.text ?? ""
      guard
        let file = documents.keys.sorted().compactMap({ documents[$0] }).first(where: { $0["workflow"]?.text == name })
      else {
        // One that could not be read may well be it.
        if report.unread.isEmpty {
          let known = documents.values.compactMap { $0["family"]?.items == nil ? $0["workflow"]?.text : nil }.sorted()
          report.error(
            "missing-workflow", at: member, "no file defines workflow '\(name)'",
            cure: NearestName.cure(name, among: known) ?? "add \(name).yaml")
        }
        isComplete = false
        continue
      }
      if SessionMode.isScxml(file) {
        report.error(
          "mixed-modes", at: file["mode"]!, "'\(name)' is of mode scxml and belongs to a family of workflows",
          cure: "mode: workflow")
        isComplete = false
        continue
      }
      if file["family"]?.text != root["workflow"]?.text {
        report.error(
          "wrong-family", at: file["family"] ?? file, "'\(name)' does not say that it belongs to this family",
          cure: "family: \(root["workflow"]?.text ?? "")")
      }
      files.append(file)
    }
    return isComplete ? files : nil
  }

  /// The files that a file includes, in order; only shared blocks may stand in them.
  func includes(_ file: Node) -> [Node] {
    var result: [Node] = []
    for item in file["include"]?.items ?? file["include"].map({ [$0] }) ?? [] {
      let path = item.text ?? ""
      guard let included = documents[path] else {
        report.incomplete.insert(file.file)
        if report.unread.contains(path) { continue }
        let known = documents.keys.filter { documents[$0]?["workflow"] == nil }.sorted()
        report.error(
          "missing-include", at: item, "there is no file '\(path)'",
          cure: NearestName.cure(path, among: known) ?? "add it to the folder, or take it out")
        continue
      }
      report.checkKeys(included, Keys.included)
      result.append(included)
    }
    return result
  }

  /// Entries of a block of the file and of what it includes, included ones first.
  func merged(_ file: Node, _ key: String) -> [(key: Node, value: Node)] {
    (includes(file) + [file]).flatMap { $0[key]?.entries ?? [] }
  }

  private func parameters(_ files: [Node]) -> [Bundle.Parameter] {
    var result: [Bundle.Parameter] = []
    for file in files {
      for entry in merged(file, "params") {
        let name = entry.key.text ?? ""
        if result.contains(where: { $0.name == name }) { continue }
        let field = types.field(entry.value)
        let names = Names(environment: CELEnvironment(zones: loader.zones))
        // One whose default is wrong is declared all the same: only the default is.
        var parameter = Bundle.Parameter(name: name, type: field.type, value: .null)
        if let value = field.value {
          let before = report.findings.count
          if case .literal(let literal) = expressions.dataOrGap(value, names, expecting: field.type) {
            parameter.value = literal
          } else if report.findings.count == before {
            report.error("missing-default", at: value, "the default of '\(name)' is no plain value", cure: "default: 3")
          }
        } else {
          report.error("missing-default", at: entry.key, "parameter '\(name)' needs a default", cure: "default: …")
        }
        result.append(parameter)
      }
    }
    return result
  }

  private func accounts(_ root: Node) -> [Bundle.Account] {
    if let ledger = root["ledger"] {
      report.checkKeys(ledger, Keys.ledger)
      if ledger["currency"] == nil, ledger.entries != nil {
        report.error("missing-key", at: ledger, "a ledger needs its currency", cure: "currency: EUR")
      }
    }
    return (root["ledger"]?["accounts"]?.entries ?? []).compactMap { entry in
      guard let kind = entry.value.text.flatMap(Bundle.AccountKind.init) else {
        let kinds = ["credit", "signed", "external"]
        report.error(
          "bad-value", at: entry.value, "an account is credit (never below zero), signed or external",
          cure: NearestName.cure(entry.value.text ?? "", among: kinds) ?? "credit")
        return Bundle.Account(name: entry.key.text ?? "", kind: .external)
      }
      return Bundle.Account(name: entry.key.text ?? "", kind: kind)
    }
  }

  /// What the file allows its families, never more than the operator does.
  private func limits(_ root: Node) -> Bundle.Limits {
    var limits = loader.limits
    guard let node = root["limits"] else { return limits }
    report.checkKeys(node, Keys.limits)
    let fields: [(String, WritableKeyPath<Bundle.Limits, Int>)] = [
      ("microsteps", \.microsteps), ("deliveries", \.deliveries), ("deferred", \.deferred), ("spawned", \.spawned),
      ("at_once", \.atOnce),
    ]
    for (key, field) in fields {
      guard let value = node[key] else { continue }
      guard let number = value.scalarValue?.intValue, (1...100_000).contains(number) else {
        report.error(
          "out-of-range", at: value, "\(key) is a whole number from 1 to 100000",
          cure: "\(key): \(limits[keyPath: field])")
        continue
      }
      limits[keyPath: field] = min(limits[keyPath: field], Int(number))
    }
    if let value = node["deferred_for"] {
      let bounds: ClosedRange<Duration> = .seconds(60)...(.seconds(3_660 * 86_400))
      if let duration = try? Duration.parse(iso8601: value.text ?? ""), bounds.contains(duration) {
        limits.deferredFor = duration
      } else {
        report.error(
          "out-of-range", at: value, "deferred_for is a duration from PT1M to P3660D",
          cure: "deferred_for: \(limits.deferredFor.iso8601)")
      }
    }
    return limits
  }

  private func births(_ root: Node, _ names: Names) -> [Bundle.Birth] {
    (root["start"]?.items ?? []).map { node in
      report.checkKeys(node, Keys.birth)
      if let refused = node["onRefused"] { report.checkKeys(refused, Keys.refusal) }
      return Bundle.Birth(
        guard: node["guard"].flatMap { expressions.program($0, names, expecting: .bool) }, reject: node["reject"]?.text,
        onRefused: node["onRefused"]?["reject"]?.text)
    }
  }

  private func invariants(_ file: Node, _ draft: MachineDraft) -> [Bundle.Invariant] {
    var names = draft.names
    for (index, field) in draft.machine.context.enumerated() {
      names.environment.declare("before.context.\(field.name)", field.type, slot: Slot.before(index))
    }
    let kinds: [(String, Bundle.Invariant.Kind)] = [("always", .always), ("never", .never), ("rests", .rests)]
    return (file["invariants"]?.items ?? []).compactMap { node in
      report.checkKeys(node, Keys.invariant)
      if node["name"] == nil {
        report.error(
          "missing-key", at: node, "an invariant needs a name, which an incident will show",
          cure: "name: books balance")
      }
      let given = kinds.filter { node[$0.0] != nil }
      if given.count > 1 {
        report.error(
          "bad-value", at: node[given[1].0] ?? node, "an invariant is one of always, never and rests",
          cure: "an entry of its own for '\(given[1].0)'")
      }
      for (key, kind) in kinds {
        guard let condition = node[key] else { continue }
        guard let program = expressions.program(condition, names, expecting: .bool) else { return nil }
        return Bundle.Invariant(name: node["name"]?.text ?? "", kind: kind, condition: program, machine: draft.index)
      }
      report.error(
        "missing-key", at: node, "an invariant needs always, never or rests", cure: "always: \"context.paid >= 0\"")
      return nil
    }
  }
}
