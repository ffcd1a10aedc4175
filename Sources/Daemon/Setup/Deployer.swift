import CEL
import Control
import DaemonSettings
import Storage
import Synchronization
import WorkflowDefinitions
import WorkflowEngine

/// Deploys changed definitions, and removes bundles that no live family needs any more. It does one at a time:
/// otherwise an eviction that counted families before a reload could remove a bundle on which a family has started
/// since.
final class Deployer: Sendable {
  private let folder: String
  private let loader: BundleLoader
  private let names: DefinitionNames
  private let bundles: DeployedBundles
  private let readers: ReaderPool
  private let writer: WriterThread
  private let isBusy = Mutex(false)

  init(
    folder: String, loader: BundleLoader, names: DefinitionNames, bundles: DeployedBundles, readers: ReaderPool,
    writer: WriterThread
  ) {
    self.folder = folder
    self.loader = loader
    self.names = names
    self.bundles = bundles
    self.readers = readers
    self.writer = writer
  }

  /// Reads the folder again, definitions and templates together. Faulty ones are refused with all their findings, and
  /// the deployed ones stay.
  func reload() async throws(ControlFailure) -> String {
    guard begin() else {
      throw ControlFailure(
        status: 409, code: "reload_under_way", message: "definitions are being read already", hint: "try again")
    }
    defer { end() }
    let next = try await read().get()
    bundles.prepare(next)
    let failure = await writer.perform { writer -> String? in
      do throws(StoreError) {
        try DefinitionSetup.keep(next, in: writer.store)
        writer.engine.deploy(next.bundles)
        return nil
      } catch {
        return "\(error)"
      }
    }
    if let failure { throw ControlFailure(status: 503, code: "store_unavailable", message: failure) }
    bundles.deploy(next)
    await evict()
    return "deployed \(next.versions): new bookings start on it, running ones stay on theirs"
  }

  /// Removes bundles whose last family has ended.
  func tidy() async {
    guard begin() else { return }
    defer { end() }
    await evict()
  }

  private func evict() async {
    // If the families cannot be counted, nothing is removed.
    guard
      let live = await readers.read({ reader throws(StoreError) in
        Set(try reader.liveBundles().map(\.hash))
      })
    else { return }
    bundles.keepOnly(live)
    await writer.perform { writer in
      do throws(StoreError) {
        try writer.engine.evictUnusedBundles()
      } catch {
        // The engine removes them at the next pass.
        return
      }
    }
  }

  private func read() async -> Result<Deployment, ControlFailure> {
    let (folder, loader, names, now) = (folder, loader, names, writer.clock.now)
    return await onThread("loader") {
      do throws(Findings) {
        let read = try Deployment.read(folder, loader: loader, now: now)
        let findings = names.findings(about: read.bundles)
        if findings.isEmpty { return .success(read) }
        return .failure(
          Self.refusal(
            "the definitions do not fit the settings, which are read at the start only; the running ones stay",
            hint: "change the definitions, or the settings and restart", findings.map(\.description)))
      } catch {
        return .failure(
          Self.refusal(
            "the definitions have faults; the running ones stay", hint: "magnetiqctl workflows check \(folder)",
            error.list.map(\.description)))
      }
    }
  }

  private static func refusal(_ message: String, hint: String, _ findings: [String]) -> ControlFailure {
    ControlFailure(
      status: 422, code: "definitions_refused", message: message, hint: hint,
      findings: .list(findings.map { .string($0) }))
  }

  private func begin() -> Bool {
    isBusy.withLock { isBusy in
      if isBusy { return false }
      isBusy = true
      return true
    }
  }

  private func end() { isBusy.withLock { $0 = false } }
}
