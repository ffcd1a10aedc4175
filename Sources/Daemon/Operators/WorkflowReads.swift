import Control
import Statecharts
import Storage

/// Reads of workflows for operators.
struct WorkflowReads: Sendable {
  let store: StoreReads
  let bundles: DeployedBundles

  func list() async throws(ControlFailure) -> Page<WorkflowSummary> {
    let counts = try await store.query { reader throws(StoreError) in
      Dictionary(try reader.bundles().map { ($0.hash, $0.families) }, uniquingKeysWith: +)
    }
    let (deployed, pinned) = (bundles.deployed, bundles.pinned)
    return Page(
      deployed.flatMap { summaries($0, counts, isDeployed: true) }
        // In memory are the bundles of live families, and some whose last family has ended since.
        + pinned.filter { counts[$0.hash] ?? 0 > 0 }.flatMap { summaries($0, counts, isDeployed: false) })
  }

  private func summaries(_ bundle: Bundle, _ counts: [String: Int64], isDeployed: Bool) -> [WorkflowSummary] {
    bundle.machines.map { machine in
      WorkflowSummary(
        workflow: machine.name, root: bundle.root.name, version: String(bundle.hash.prefix(12)), hash: bundle.hash,
        deployed: isDeployed, families: counts[bundle.hash] ?? 0, states: Int64(machine.states.count - 1))
    }
  }

  /// The source of a workflow: the deployed one, or the version whose hash begins with the given text.
  func show(_ request: ShowWorkflow) async throws(ControlFailure) -> WorkflowSource {
    let (name, version) = (request.workflow.string, request.version?.string)
    let deployed = bundles.deployed.first { $0.machineIndex[name] != nil }?.hash
    guard let wanted = version ?? deployed else { throw notFound("workflow '\(name)'") }
    let found = try await store.query { reader throws(StoreError) -> [(hash: String, source: String)] in
      let hashes = try reader.bundles().map(\.hash).filter { $0.hasPrefix(wanted) }
      guard hashes.count == 1, let files = try reader.bundle(hashes[0])?.files else { return hashes.map { ($0, "") } }
      return files.filter { $0.path == "\(name).yaml" || $0.path == "\(name).yml" }.map {
        (hashes[0], String(decoding: $0.source, as: UTF8.self))
      }
    }
    if found.count > 1 {
      throw ControlFailure(
        status: 400, code: "bad_argument", message: "\(found.count) versions begin with '\(wanted)'",
        hint: "give more of its characters")
    }
    guard let found = found.first else { throw notFound("source of '\(name)'\(version.map { " in \($0)" } ?? "")") }
    return WorkflowSource(
      workflow: name, version: String(found.hash.prefix(12)), hash: found.hash, source: found.source)
  }

  private func notFound(_ subject: String) -> ControlFailure {
    StoreReads.notFound(subject, hint: "'magnetiqctl workflows list' lists the deployed ones")
  }
}
