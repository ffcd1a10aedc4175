internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Reads one root workflow with its family into a bundle.
struct BundleReader {
  let loader: BundleLoader
  let documents: [String: Node]
  let report: Report
  private var types: TypeReader
  private let expressions: ExpressionReader
  private let includes: IncludeReader

  init(loader: BundleLoader, documents: [String: Node], report: Report) {
    self.loader = loader
    self.documents = documents
    self.report = report
    types = TypeReader(report: report, zones: loader.zones)
    expressions = ExpressionReader(report: report)
    includes = IncludeReader(documents: documents, report: report)
  }

  /// Returns nil, with a finding, if a file of the family is missing or the bundle cannot be run.
  ///
  /// - Parameter hash: computes the hash of the files that the bundle consists of.
  func read(root path: String, hash: (BundleSources) -> String) -> Bundle? {
    report.beginBundle()
    guard let root = documents[path], let files = family(root) else { return nil }
    var reader = self
    let declared = DeclaredTypes(sharing(files), report)
    reader.types = TypeReader(report: report, zones: loader.zones, declared: declared)
    declared.readAll(report) { [types = reader.types] in types.outside.field($0).type }
    return reader.read(root, files, hash: hash)
  }

  /// The files of the family and those that they include, each once.
  private func sharing(_ files: [Node]) -> [Node] {
    var seen: Set<String> = []
    return files.flatMap { [$0] + includes.read($0) }.filter { seen.insert($0.file).inserted }
  }

  private func read(_ root: Node, _ files: [Node], hash: (BundleSources) -> String) -> Bundle? {
    for (index, file) in files.enumerated() { report.checkKeys(file, index == 0 ? Keys.root : Keys.member) }
    for file in files { checkMode(file) }
    for file in files.dropFirst() {
      if let family = file["family"], family.entries != nil { report.checkKeys(family, Keys.membership) }
    }
    let params = ParameterReader(
      report: report, zones: loader.zones, types: types, expressions: expressions,
      steps: loader.catalogue.map(\.name).sorted()
    )
    .read(files.flatMap { includes.merged($0, "params") })
    let rootReader = RootReader(report: report, expressions: expressions, root: root)
    let accounts = rootReader.accounts()
    var names = names(of: files, accounts)
    let scopes = ScopeReader(
      report: report, types: types, expressions: expressions, includes: includes,
      base: CELEnvironment.ofBundle(params, zones: loader.zones))
    let machineScopes = files.enumerated().map { scopes.read($1, index: $0, input: names.inputs[$0]) }
    let parties = rootReader.parties()
    let views = ViewReader(
      report: report, types: types, expressions: expressions, files: files, scopes: machineScopes, parties: parties
    ).read()
    names.roles = parties + Keys.roles
    names.views = views.map { ($0.name, $0.type) }
    let machines = MachineReader(
      report: report, zones: loader.zones, types: types, expressions: expressions, includes: includes, bundle: names,
      views: views)
    var readings: [MachineReading] = []
    var invariants: [Bundle.Invariant] = []
    for (file, scope) in zip(files, machineScopes) {
      let reading = machines.read(file, scope)
      readings.append(reading)
      invariants += InvariantReader(report: report, expressions: expressions).read(file, of: reading)
    }
    report.machine = 0
    let isRunnable = readings.allSatisfy { $0.machine.states.count <= StateSet.capacity }
    let key: DataExpression = isRunnable ? rootReader.key(machineScopes[0].names) : .literal(.null)
    defer {
      BundleChecks(
        charts: charts(readings, files), key: key, fields: views, catalogue: names.catalogue, accounts: accounts,
        invariants: invariants, startRules: root["start"]?.items ?? [], report: report
      ).run()
    }
    if !isRunnable { return nil }
    let rootNames = machineScopes[0].names
    let currency = root["ledger"]?["currency"].flatMap { expressions.data($0, rootNames, expecting: .string) }
    return Bundle(
      hash: hash(sources(files, readings, names.catalogue)),
      collection: root["collection"]?.text ?? root["workflow"]?.text ?? "",
      machines: readings.map(\.machine), key: key, inputType: names.inputs[0], inputFields: root["input"]?.keys ?? [],
      params: params, accounts: accounts, currency: currency ?? .literal(.string("")),
      claims: rootReader.claims(rootNames), viewFields: views, startRules: rootReader.startRules(rootNames),
      invariants: invariants, parties: names.roles.filter { !Keys.roles.contains($0) },
      limits: rootReader.limits(atMost: loader.limits))
  }

  private func sources(
    _ files: [Node], _ readings: [MachineReading], _ catalogue: [String: StepDeclaration]
  ) -> BundleSources {
    BundleSources(
      definitions: Set(files.flatMap { [$0.file] + includes.read($0).map(\.file) }),
      fillsTemplates: readings.contains { reading in
        reading.machine.steps.contains { catalogue[$0.step]?.templates != nil }
      })
  }

  /// `mode: workflow` is accepted; no other mode exists.
  private func checkMode(_ file: Node) {
    guard let mode = file["mode"], mode.text != "workflow" else { return }
    report.error("bad-value", at: mode, "the only mode is workflow", cure: "leave it out")
  }

  /// All names but the view fields, whose types may depend on the rest.
  private func names(of files: [Node], _ accounts: [Bundle.Account]) -> BundleNames {
    BundleNames(
      catalogue: Dictionary(loader.catalogue.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }),
      machines: files.map { $0["workflow"]?.text ?? "" },
      inputs: files.enumerated().map { ($0.offset == 0 ? types.outside : types).input($0.element["input"]) },
      outputs: files.map { types.object($0["output"]) },
      mayFail: files.map { $0["states"]?.entries?.contains { $0.value["error"] != nil } ?? false },
      accounts: accounts.map(\.name), claims: files[0]["claims"]?.keys ?? [], views: [], heard: files.map(heard),
      roles: [])
  }

  /// Payloads of the events that a machine handles. The machine's own declaration takes precedence over an included
  /// one.
  private func heard(_ file: Node) -> [String: CELType] {
    var result: [String: CELType] = [:]
    let included = includes.read(file)
    for entry in file["events"]?.entries ?? [] {
      let name = entry.key.text ?? ""
      let common = included.compactMap { $0["events"]?[name] }.last
      result[name] = types.outside.object(entry.value["data"] ?? common?["data"])
    }
    return result
  }

  private func charts(_ readings: [MachineReading], _ files: [Node]) -> [Chart] {
    zip(readings, files).map { reading, file in
      let includes = file.includes.compactMap(\.path)
      return Chart(reading: reading, file: file, files: Set([file.file] + includes), report: report)
    }
  }

  /// Where the member says something else, which of the two files is wrong depends on whose it is.
  private func wrongFamily(_ file: Node, _ name: String, listedAt place: Node, of root: Node) {
    let own = root["workflow"]?.text ?? ""
    if file["family"]?.items != nil {
      report.error(
        "wrong-family", at: place, "'\(name)' is a root itself (\(file.file)), and no member of another",
        cure: "take '\(name)' out of this list, or write family: \(own) in \(file.file)")
      return
    }
    let others = file.memberships.compactMap(\.text)
    let other = others.joined(separator: "', '")
    let isListedThere = documents.values.contains {
      others.contains($0["workflow"]?.text ?? "") && $0["family"]?.items?.contains { $0.text == name } ?? false
    }
    if isListedThere {
      report.error(
        "wrong-family", at: place, "'\(name)' belongs to '\(other)', which lists it as well",
        cure:
          "take '\(name)' out of this list, or write family: {of: [\((others + [own]).joined(separator: ", "))]} in \(file.file)"
      )
      return
    }
    report.error(
      "wrong-family", at: file["family"] ?? file["workflow"] ?? file,
      "'\(own)' lists '\(name)', which "
        + (other.isEmpty ? "does not say whose it is" : "says that it belongs to '\(other)'"),
      cure: "family: \(own)")
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
        // The missing member may be the file that could not be read.
        if report.unread.isEmpty {
          let known = documents.values.compactMap { $0["family"]?.items == nil ? $0["workflow"]?.text : nil }.sorted()
          report.error(
            "missing-workflow", at: member, "no file defines workflow '\(name)'",
            cure: NearestName.cure(name, among: known) ?? "add \(name).yaml")
        }
        isComplete = false
        continue
      }
      if !file.isMember(of: root["workflow"]?.text ?? "") { wrongFamily(file, name, listedAt: member, of: root) }
      files.append(file)
    }
    return isComplete ? files : nil
  }
}
