import Execution
import Executors
import Statecharts
import Storage
import WorkflowDefinitions

/// Compiles bundles from the sources in the store. This is slow, so it never runs on the writer thread.
struct BundleArchive: Sendable {
  /// A bundle's definitions, by their roots, and its templates.
  struct Contents: Sendable {
    let bundles: [Bundle]
    /// nil if the templates cannot be read. Mails then wait, and everything else goes on.
    let templates: MailTemplates?
  }

  /// The result of looking a bundle up.
  enum Finding: Sendable {
    case loaded(Contents)
    /// The store does not have the bundle.
    case missing
    /// The present build, or its catalogue of steps, cannot compile it.
    case faulty(Findings)
    /// The store could not be read, so nothing is known about the bundle.
    case unreadable(StoreError)
  }

  let loader: BundleLoader
  /// The steps that the configured executors offer; nil if every step of the loader's catalogue counts as offered.
  var offered: Set<String>?

  func open(_ hash: String, from reader: any StoreReader) -> Finding {
    let record: BundleRecord?
    do {
      record = try reader.bundle(hash)
    } catch {
      return .unreadable(error)
    }
    guard let record else { return .missing }
    let files = record.files.map { SourceFile(path: $0.path, source: $0.source) }
    if let fault = fault(files, hash) { return .faulty(fault) }
    do throws(Findings) {
      let loaded = try loader.load(files, hash: hash)
      for bundle in loaded.bundles {
        if let fault = lacking(bundle) { return .faulty(fault) }
      }
      return .loaded(Contents(bundles: loaded.bundles, templates: templates(record)))
    } catch {
      return .faulty(error)
    }
  }

  /// A step of the bundle that no configured executor offers, and that no parameter switches: what is switched off is not
  /// needed, and what a family had switched on waits with an incident of its own.
  private func lacking(_ bundle: Bundle) -> Findings? {
    guard let offered else { return nil }
    let known = offered.union(bundle.params.flatMap(\.steps))
    for machine in bundle.machines {
      guard let step = machine.steps.first(where: { !known.contains($0.step) }) else { continue }
      return Findings([
        WorkflowDefinitions.Finding(
          code: "unknown-step", file: machine.name, line: step.line, column: 1,
          message: "no configured executor offers the step '\(step.step)'")
      ])
    }
    return nil
  }

  /// Definitions that were altered in the store are not the ones on which families were started, so they are never run.
  private func fault(_ files: [SourceFile], _ hash: String) -> Findings? {
    let given = loader.hash(of: files)
    if given == hash { return nil }
    return Findings([
      WorkflowDefinitions.Finding(
        code: "bundle-altered", file: files.first?.path ?? ".", line: 1, column: 1,
        message:
          "the store's definitions of bundle \(hash.prefix(12)) have the hash \(given.prefix(12)): somebody changed them; restore the store from its backup"
      )
    ])
  }

  private func templates(_ record: BundleRecord) -> MailTemplates? {
    do {
      return try MailTemplates(bundle: record.files.map { StepTemplates.File(path: $0.path, source: $0.source) })
    } catch {
      return nil
    }
  }
}
