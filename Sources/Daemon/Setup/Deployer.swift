import CEL
import Control
import Storage
import Synchronization
import WorkflowDefinitions
import WorkflowEngine

/// Brings changed definitions into force, and lets go of bundles that no live family needs any more. One at a time: an eviction that
/// counted families before a reload could otherwise forget a bundle that a family has started on since.
final class Deployer: Sendable {
  private let folder: String
  private let loader: BundleLoader
  private let bundles: DeployedBundles
  private let readers: ReaderPool
  private let writer: WriterThread
  private let isBusy = Mutex(false)

  init(
    folder: String, loader: BundleLoader, bundles: DeployedBundles, readers: ReaderPool, writer: WriterThread
  ) {
    self.folder = folder
    self.loader = loader
    self.bundles = bundles
    self.readers = readers
    self.writer = writer
  }

  /// Reads the folder anew: definitions and templates together. Faulty ones are refused with all their findings, and the running ones
  /// stay.
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
        if try writer.store.bundle(next.hash) == nil {
          try writer.store.begin()
          try writer.store.putBundle(next.record)
          try writer.store.commit()
        }
        for bundle in next.bundles { writer.engine.deploy(bundle) }
        return nil
      } catch {
        writer.store.rollback()
        return "\(error)"
      }
    }
    if let failure { throw ControlFailure(status: 503, code: "store_unavailable", message: failure) }
    bundles.deploy(next.hash)
    await evict()
    return "deployed \(next.hash.prefix(12)): new bookings start on it, running ones stay on theirs"
  }

  /// Forgets bundles whose last family has ended; between reloads, once in a while.
  func tidy() async {
    guard begin() else { return }
    defer { end() }
    await evict()
  }

  private func evict() async {
    // Who cannot count the families forgets nothing.
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
        // The engine forgets them at the next pass.
        return
      }
    }
  }

  private func read() async -> Result<Deployment, ControlFailure> {
    let (folder, loader, now) = (folder, loader, writer.clock.now)
    return await onThread("loader") {
      do {
        return .success(try Deployment.read(folder, loader: loader, now: now))
      } catch let findings as Findings {
        return .failure(
          ControlFailure(
            status: 422, code: "definitions_refused", message: "the definitions have faults; the running ones stay",
            hint: "magnetiqctl workflows check \(folder)",
            findings: .list(findings.list.map { .string($0.description) })))
      } catch {
        return .failure(ControlFailure(status: 500, code: "unreadable", message: "\(folder): \(error)"))
      }
    }
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
