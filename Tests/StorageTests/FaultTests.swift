import MemoryStorage
import SQLiteStorage
import Storage
import StorageTesting
import Testing

/// The stand-in for a dying process and a failing disk, on which crash enumeration rests.
@Suite struct FaultTests {
  private let memory = MemoryStore()

  private func fault(_ plan: FaultPlan, commits: Int) throws -> (store: FaultyStore, error: StoreError?) {
    let store = FaultyStore(wrapping: memory, plan: plan)
    let writer = try store.makeWriter()
    for number in 1...commits {
      do { try commit(writer) { try $0.setMeta("a", "\(number)") } } catch let error as StoreError {
        return (store, error)
      }
    }
    return (store, nil)
  }

  @Test func aCrashBeforeACommitWritesNothingOfIt() throws {
    let (store, error) = try fault(FaultPlan(crashBeforeCommit: 2), commits: 3)
    #expect(error?.isSimulatedCrash == true)
    #expect(error?.kind == .ambiguous)
    #expect(store.hasCrashed)
    #expect(store.commitCount == 2)
    #expect(try memory.reopened().makeWriter().meta("a") == "1")
  }

  @Test func aCrashAfterACommitHasWrittenIt() throws {
    let (store, error) = try fault(FaultPlan(crashAfterCommit: 2), commits: 3)
    #expect(error?.isSimulatedCrash == true)
    #expect(store.commitCount == 2)
    #expect(try memory.reopened().makeWriter().meta("a") == "2")
  }

  @Test func afterACrashTheWriterIsDead() throws {
    let store = FaultyStore(wrapping: memory, plan: FaultPlan(crashBeforeCommit: 1))
    let writer = try store.makeWriter()
    #expect(try kind { try commit(writer) { try $0.setMeta("a", "1") } } == .ambiguous)
    #expect(try kind { try writer.begin() } == .ambiguous)
    #expect(try kind { try writer.beginSavepoint() } == .ambiguous)
    #expect(try kind { try writer.rollbackSavepoint() } == .ambiguous)
    #expect(try kind { _ = try writer.meta("a") } == .ambiguous)
    #expect(try kind { _ = try store.makeWriter() } == .ambiguous)
  }

  @Test(arguments: [StoreError.Kind.full, .busy])
  func aFailedCommitWritesNothingAndTheNextOneWorks(_ failure: StoreError.Kind) throws {
    let store = FaultyStore(wrapping: memory, plan: FaultPlan(failures: [2: failure]))
    let writer = try store.makeWriter()
    try commit(writer) { try $0.setMeta("a", "1") }
    #expect(try kind { try commit(writer) { try $0.setMeta("a", "2") } } == failure)
    #expect(try writer.meta("a") == "1")
    try commit(writer) { try $0.setMeta("a", "3") }
    #expect(try memory.reopened().makeReader().meta("a") == "3")
  }

  @Test func aPlanWithoutFaultsCountsTheCommits() throws {
    let (store, error) = try fault(.none, commits: 7)
    #expect(error == nil)
    #expect(store.commitCount == 7)
    #expect(!store.hasCrashed)
  }

  @Test func aReopenedMemoryStoreForgetsTheOpenTransactionAndGoesItsOwnWay() throws {
    let writer = try memory.makeWriter()
    try commit(writer) { try $0.setMeta("a", "kept") }
    try writer.begin()
    try writer.setMeta("a", "open")
    let other = memory.reopened()
    #expect(try other.makeReader().meta("a") == "kept")
    try commit(try other.makeWriter()) { try $0.setMeta("a", "new life") }
    try writer.commit()
    #expect(try memory.makeReader().meta("a") == "open")
    #expect(try other.makeReader().meta("a") == "new life")
  }
}
