import SQLiteStorage
import Storage
import StorageTesting
import Testing

/// The store's promise about its disk: a commit that returned survives a power cut whole, whatever part of the writes
/// without a sync was lost, and one that did not return is there whole or not at all.
@Suite struct PowerCutTests {
  private static let commits = 12

  /// The traces of a run on a bad disk.
  private struct Outcome {
    /// The number of the last commit that returned.
    var acknowledged = 0
    /// The errors that commits, writes and the opening ended with.
    var errors: [StoreError] = []
  }

  /// Writes rows of one family and a fact in each commit, both with the commit's number, and lets the log be copied into
  /// the file every few commits.
  private func run(on disk: CutDisk, tries: Int = 1) -> Outcome {
    var options = SQLiteOptions()
    options.checkpointPages = 6
    options.writerCacheKiB = 64
    var outcome = Outcome()
    do throws(StoreError) {
      let store = try SQLiteStore(path: "\(disk.folder)/store.db", options: options)
      let writer = try store.makeWriter()
      defer { writer.close() }
      for number in 1...Self.commits {
        for _ in 0..<tries {
          do throws(StoreError) {
            try step(number, writer)
            outcome.acknowledged = number
            break
          } catch {
            writer.rollback()
            outcome.errors.append(error)
            if error.kind == .ambiguous || error.kind == .corrupt { return outcome }
          }
        }
        if outcome.acknowledged < number { return outcome }
        do throws(StoreError) { try writer.maintain(idle: number % 4 == 0) } catch {
          outcome.errors.append(error)
          if error.kind == .ambiguous || error.kind == .corrupt { return outcome }
        }
      }
    } catch {
      outcome.errors.append(error)
    }
    return outcome
  }

  private func step(_ number: Int, _ writer: any StoreWriter) throws(StoreError) {
    try writer.begin()
    for row in 0..<6 {
      try writer.setMeta("row \(row)", "\(number) \(String(repeating: "x", count: 900 + 37 * row))")
    }
    try writer.setMeta("a", "\(number)")
    try writer.commit()
  }

  /// The findings on a disk afterwards.
  private struct Remains {
    /// The number of the last commit.
    let commit: Int
    /// Rows of other commits, and damage of the file.
    var faults: [String] = []
  }

  /// Opens what is left, as the next process does.
  private func remains(in folder: TemporaryFolder) throws -> Remains {
    let store = try SQLiteStore(path: folder.file("store.db"))
    let writer = try store.makeWriter()
    defer { writer.close() }
    var remains = Remains(commit: try writer.meta("a").flatMap { Int($0) } ?? 0)
    for row in 0..<6 {
      let text = try writer.meta("row \(row)") ?? "0"
      let commit = text.prefix { $0 != " " }
      if commit != "\(remains.commit)" { remains.faults.append("row \(row) is of commit \(commit)") }
    }
    remains.faults += try store.integrityCheck()
    return remains
  }

  private func cut(at operation: Int, seed: UInt64, lying: Bool = false) throws -> (acknowledged: Int, remains: Remains)
  {
    let (before, after) = (TemporaryFolder(), TemporaryFolder())
    let disk = CutDisk(folder: before.path)
    if lying { disk.ignoreSyncs() }
    disk.plan(.powerCut, at: operation)
    let outcome = run(on: disk)
    var random = SeededGenerator(seed: seed)
    let share = UInt64([0, 20, 50, 80, 100][Int(seed % 5)])
    disk.image(into: after.path, files: ["store.db", "store.db-wal", "store.db-journal"]) {
      random.next() % 100 < share
    }
    // A store that was never begun is begun again.
    return (outcome.acknowledged, try remains(in: after))
  }

  /// The number of writes and syncs of a run in which nothing happens.
  private static let operations: Int = {
    let folder = TemporaryFolder()
    let disk = CutDisk(folder: folder.path)
    let outcome = PowerCutTests().run(on: disk)
    return outcome.acknowledged == commits ? disk.operations : 0
  }()

  @Test(arguments: UInt64(0)..<5) func aPowerCutAtAnyWriteOrSyncLosesNoCommitThatReturned(seed: UInt64) throws {
    let operations = Self.operations
    #expect(operations > 100)
    for operation in stride(from: 1 + Int(seed), through: operations, by: 8) {
      let (acknowledged, remains) = try cut(at: operation, seed: seed + 5 * UInt64(operation))
      let isWhole = remains.commit == acknowledged || remains.commit == acknowledged + 1
      #expect(isWhole, "cut at operation \(operation) of \(operations)")
      #expect(remains.faults == [], "cut at operation \(operation) of \(operations)")
    }
  }

  @Test func aDiskThatLiesAboutItsSyncsIsNoticed() {
    let operations = Self.operations
    #expect(operations > 100)
    let lost = stride(from: 40, through: operations, by: 7).count { operation in
      guard let found = try? cut(at: operation, seed: 5 * UInt64(operation), lying: true) else { return true }
      return found.remains.commit < found.acknowledged || !found.remains.faults.isEmpty
    }
    #expect(lost > 0, "the test does not see what it is there for")
  }

  @Test(arguments: [CutDisk.Trouble.full, .broken])
  func aFailureOfAnyWriteOrSyncLeavesWholeCommits(_ trouble: CutDisk.Trouble) throws {
    let operations = Self.operations
    for operation in stride(from: 20, through: operations, by: 5) {
      let (before, after) = (TemporaryFolder(), TemporaryFolder())
      let disk = CutDisk(folder: before.path)
      disk.plan(trouble, at: operation)
      let outcome = run(on: disk)
      for error in outcome.errors {
        let isKnown =
          trouble == .full
          ? error.kind == .full || error.kind == .incompatible : error.kind == .ambiguous || error.kind == .incompatible
        #expect(isKnown, "operation \(operation): \(error)")
      }
      disk.image(into: after.path, files: ["store.db", "store.db-wal", "store.db-journal"]) { true }
      let remains = try remains(in: after)
      let isWhole = remains.commit == outcome.acknowledged || remains.commit == outcome.acknowledged + 1
      #expect(isWhole && remains.faults == [], "operation \(operation)")
    }
  }
}
