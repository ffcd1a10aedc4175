import Control
import SQLiteStorage
import Statecharts
import Storage
import WorkflowDefinitions
import WorkflowEngine

/// Long reads of the store: `store sql` and `store verify`.
struct StoreInspection: Sendable {
  let store: SQLiteStore
  let reads: LongReads
  let bundles: DeployedBundles
  let archive: BundleArchive
  /// Computes a capability as the engine does.
  let capability: @Sendable (_ reference: String, _ role: String) -> String
  /// Verifying the largest expected store takes hours.
  private static let verificationBound: Duration = .seconds(24 * 3_600)

  func sql(_ request: QueryStore) async throws(ControlFailure) -> QueryRows {
    var limits = QueryLimits()
    if let limit = request.limit { limits.rows = Int(limit.number) }
    let (sql, asked, store) = (request.sql.string, limits, store)
    return try await reads.run("the query", within: .milliseconds(asked.milliseconds)) {
      interruption throws(ControlFailure) in
      do throws(StoreError) {
        let result = try store.makeSQLiteReader().query(sql: sql, limits: asked, interruption: interruption)
        return QueryRows(columns: result.columns, rows: result.rows, truncated: result.isTruncated)
      } catch {
        throw ControlFailure(
          status: error.kind == .misuse ? 400 : 503, code: error.kind.rawValue, message: error.message)
      }
    }
  }

  func verify() async throws(ControlFailure) -> Verification {
    try await reads.run("the verification", within: Self.verificationBound) { interruption throws(ControlFailure) in
      do throws(StoreError) {
        let damage = try store.integrityCheck(interruption: interruption)
        let (count, findings) = try families(interruption)
        let rest = try rest(interruption)
        return Verification(checks: [
          .init(name: "the file is sound", findings: damage),
          .init(
            name:
              "\(count) histories chain and replay to the rows of their machines, books, views, timers, claims and steps",
            findings: findings),
          .init(name: "the file came with its log", findings: try missingLog()),
          .init(name: "definitions, capabilities, events and incidents are as they were written", findings: rest),
        ])
      } catch {
        throw ControlFailure(status: 503, code: error.kind.rawValue, message: error.message)
      }
    }
  }

  /// Findings until an operator has found out what is missing, or that the copy was complete, and closes the incident.
  private func missingLog() throws(StoreError) -> [String] {
    try store.makeReader().incidents(status: .open, family: nil, limit: 1_000)
      .filter { $0.code == StoreContinuity.code }.map { "\($0.title) (incident \($0.id))" }
  }

  /// The checks that belong to no single family.
  private func rest(_ interruption: Interruption) throws(StoreError) -> [String] {
    let loader = archive.loader
    return try StoreVerifier(
      reader: store.makeReader(), digest: Deployment.digest, capability: capability,
      bundleHash: { record in loader.hash(of: record.files.map { SourceFile(path: $0.path, source: $0.source) }) },
      isInterrupted: { interruption.reason != nil }
    ).verify().map(\.description)
  }

  private func families(_ interruption: Interruption) throws(StoreError) -> (count: Int, findings: [String]) {
    let reader = try store.makeReader()
    var opened = OpenedBundles(bundles: bundles, archive: archive)
    var findings: [String] = []
    var count = 0
    var after: FamilyID?
    while true {
      let families = try reader.families(FamilyFilter(after: after, limit: 500))
      guard let last = families.last else { return (count, findings) }
      after = last.id
      for family in families {
        if interruption.reason != nil {
          return (count, findings + ["interrupted after \(count) families"])
        }
        count += 1
        findings += try verify(family, reader, &opened)
        if findings.count > 1_000 {
          return (count, findings + ["more than 1,000 findings: the rest was not looked at"])
        }
      }
    }
  }

  /// A family that takes a step while it is read seems inconsistent, so it is read again.
  private func verify(
    _ family: FamilyRecord, _ reader: any StoreReader, _ opened: inout OpenedBundles
  ) throws(StoreError) -> [String] {
    var record = family
    let bundle: Bundle
    switch opened.bundle(family.bundle, workflow: family.workflow, from: reader) {
    case .success(let found): bundle = found
    case .failure(let why): return ["\(family.key): \(why.text)"]
    }
    let verifier = FamilyVerifier(
      reader: reader, bundle: bundle, digest: Deployment.digest, capability: capability)
    for _ in 0..<5 {
      guard let before = try reader.family(family.id) else { return [] }
      let last = try reader.lastHistory(of: family.id)?.sequence
      record = before
      let findings = try verifier.verify(record)
      if findings.isEmpty { return [] }
      let isSame = try reader.family(family.id)?.version == record.version
      if isSame, try reader.lastHistory(of: family.id)?.sequence == last { return findings.map(\.description) }
    }
    return ["\(family.key): it never stood still; verify it again"]
  }
}

/// The bundles for a pass over all families: those in memory, and the last few that were opened for ended families.
/// Families come in the order of their start, so few are open at once.
struct OpenedBundles {
  struct Unavailable: Error { let text: String }

  static let kept = 4
  let bundles: DeployedBundles
  let archive: BundleArchive
  /// The most recently opened bundle is last.
  private var opened: [(hash: String, result: Result<[Bundle], Unavailable>)] = []

  init(bundles: DeployedBundles, archive: BundleArchive) {
    self.bundles = bundles
    self.archive = archive
  }

  mutating func bundle(
    _ hash: String, workflow: String, from reader: any StoreReader
  ) -> Result<Bundle, Unavailable> {
    if let bundle = bundles.bundle(hash, workflow: workflow) { return .success(bundle) }
    if !opened.contains(where: { $0.hash == hash }) {
      if opened.count >= Self.kept { opened.removeFirst() }
      opened.append((hash, open(hash, reader)))
    }
    guard let result = opened.first(where: { $0.hash == hash })?.result else {
      return .failure(Unavailable(text: "its definitions were not opened"))
    }
    return result.flatMap { list in
      list.first { $0.root.name == workflow }.map { .success($0) }
        ?? .failure(Unavailable(text: "its definitions have no workflow '\(workflow)'"))
    }
  }

  private func open(_ hash: String, _ reader: any StoreReader) -> Result<[Bundle], Unavailable> {
    switch archive.open(hash, from: reader) {
    case .loaded(let contents): .success(contents.bundles)
    case .missing: .failure(Unavailable(text: "its definitions \(hash.prefix(12)) are not in the store"))
    case .faulty(let findings):
      .failure(Unavailable(text: "its definitions \(hash.prefix(12)) cannot be compiled: \(findings.list[0])"))
    case .unreadable(let error):
      .failure(Unavailable(text: "its definitions \(hash.prefix(12)) could not be read: \(error)"))
    }
  }
}
