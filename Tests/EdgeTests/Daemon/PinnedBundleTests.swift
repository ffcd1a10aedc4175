import Execution
import Executors
import MemoryStorage
import Statecharts
import Storage
import Testing
import WorkflowDefinitions

@testable import Daemon
@testable import StorageTesting

/// Bundles that live families are pinned to are in memory before anything is stepped, or the daemon says why not and does not start.
@Suite struct PinnedBundleTests {
  private let store = MemoryStore()
  private let writer: any StoreWriter
  private let old: Deployment
  private let new: Deployment

  init() throws {
    writer = try store.makeWriter()
    let folder = try Definitions.folder()
    old = try Definitions.deployment(folder)
    try folder.write("templates/hello.en.mail", "subject: New\n\nNew.\n")
    new = try Definitions.deployment(folder)
  }

  private func live(_ count: Int, on deployment: Deployment, status: FamilyRecord.Status = .running) throws {
    try writer.begin()
    try writer.putBundle(deployment.record)
    for number in 0..<count {
      _ = try writer.insertFamily(
        Sample.family("VLT-\(number)", workflow: "small", bundle: deployment.hash, status: status))
    }
    try writer.commit()
  }

  private func archive(_ catalogue: [StepDeclaration] = StandardExecutors.catalogue) -> BundleArchive {
    BundleArchive(loader: Definitions.loader(catalogue))
  }

  @Test func bundlesOfLiveFamiliesAreLoadedWithTheirTemplates() throws {
    try live(2, on: old)
    let library = MailTemplateLibrary()
    let bundles = DeployedBundles(new, library: library)
    try PinnedBundles(archive: archive(), reader: writer).load(into: bundles)
    #expect(bundles.bundle(old.hash, workflow: "small") != nil)
    #expect(bundles.deployed.map(\.hash) == [new.hash])
    #expect(bundles.pinned.map(\.hash) == [old.hash])
    #expect(library.templates(for: old.hash) != nil)
    #expect(library.templates(for: new.hash) != nil)
  }

  @Test func bundlesWithoutLiveFamiliesAreNotLoaded() throws {
    try live(1, on: old, status: .ended)
    let bundles = DeployedBundles(new, library: MailTemplateLibrary())
    try PinnedBundles(archive: archive([]), reader: writer).load(into: bundles)
    #expect(bundles.pinned.isEmpty)
  }

  @Test(arguments: [FamilyRecord.Status.running, .stopped])
  func withoutAStepThatLiveFamiliesNeedNothingStarts(_ status: FamilyRecord.Status) throws {
    try live(3, on: old, status: status)
    let bundles = DeployedBundles(new, library: MailTemplateLibrary())
    let error = try #require(throws: StartError.self) {
      try PinnedBundles(archive: archive([]), reader: writer).load(into: bundles)
    }
    for part in ["3 bookings", "VLT-0", String(old.hash.prefix(12)), "email.send", "executors in the settings"] {
      #expect(error.description.contains(part), "\(part)")
    }
  }

  @Test func anEvictionKeepsWhatIsDeployedAndWhatIsNeeded() throws {
    let library = MailTemplateLibrary()
    let bundles = DeployedBundles(old, library: library)
    bundles.prepare(new)
    #expect(bundles.deployed.map(\.hash) == [old.hash])
    bundles.deploy(new)
    bundles.keepOnly([old.hash])
    #expect(bundles.bundle(old.hash, workflow: "small") != nil)
    bundles.keepOnly([])
    #expect(bundles.deployed.map(\.hash) == [new.hash])
    #expect(bundles.bundle(old.hash, workflow: "small") == nil)
    #expect(library.templates(for: old.hash) == nil)
  }

  @Test func theArchiveTellsApartWhatIsMissingFaultyAndUnreadable() throws {
    try live(1, on: old)
    guard case .missing = archive().open("nowhere", from: writer) else { throw Unexpected() }
    guard case .faulty(let findings) = archive([]).open(old.hash, from: writer) else { throw Unexpected() }
    #expect(findings.list.map(\.code) == ["unknown-step"])
    guard case .loaded(let contents) = archive().open(old.hash, from: writer) else { throw Unexpected() }
    #expect(contents.bundles.map(\.hash) == [old.hash])
    var altered = old.record
    altered.hash = String(repeating: "a", count: 64)
    try writer.begin()
    try writer.putBundle(altered)
    try writer.commit()
    guard case .faulty(let change) = archive().open(altered.hash, from: writer) else { throw Unexpected() }
    #expect(change.list.map(\.code) == ["bundle-altered"])
    let dead = try FaultyStore(wrapping: MemoryStore(), plan: FaultPlan(crashAfterCommit: 1)).makeWriter()
    try dead.begin()
    try dead.setMeta("a", "b")
    #expect(throws: StoreError.self) { try dead.commit() }
    guard case .unreadable = archive().open(old.hash, from: dead) else { throw Unexpected() }
  }

  @Test func aStepThatAParameterSwitchesMayLackItsExecutor() throws {
    let workflow = Definitions.workflow().replacing(
      "events: {go", with: "params: {mails: {type: bool, default: false, steps: [email.send]}}\nevents: {go")
    let switched = try Definitions.deployment(try Definitions.folder(workflow))
    try live(1, on: switched)
    try writer.begin()
    try writer.putBundle(old.record)
    try writer.commit()
    var archive = archive()
    archive.offered = ["human.task"]
    guard case .loaded = archive.open(switched.hash, from: writer) else { throw Unexpected() }
    guard case .faulty(let findings) = archive.open(old.hash, from: writer) else { throw Unexpected() }
    #expect(findings.list.map(\.code) == ["unknown-step"])
    archive.offered = ["email.send"]
    guard case .loaded = archive.open(old.hash, from: writer) else { throw Unexpected() }
  }

  private struct Unexpected: Error {}
}
