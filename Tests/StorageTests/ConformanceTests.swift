import Storage
import StorageTesting
import Testing

@Suite struct ConformanceTests {
  @Test(arguments: Backend.allCases, StoreGuarantee.all)
  func everyStoreKeepsEveryPromiseOfTheContract(_ backend: Backend, _ guarantee: StoreGuarantee) throws {
    let folder = TemporaryFolder()
    try guarantee.check(backend.store(in: folder))
  }

  @Test(arguments: Backend.allCases)
  func theWriterCanBeMadeAgainAfterItHasGone(_ backend: Backend) throws {
    let folder = TemporaryFolder()
    let store = try backend.store(in: folder)
    do {
      let first = try store.makeWriter()
      try commit(first) { try $0.setMeta("a", "1") }
      try first.begin()
      try first.setMeta("a", "lost")
    }
    let second = try store.makeWriter()
    #expect(try second.meta("a") == "1")
  }

  @Test(arguments: Backend.allCases)
  func readersOnOtherThreadsNeverSeeHalfATransaction(_ backend: Backend) async throws {
    let folder = TemporaryFolder()
    let store = try backend.store(in: folder)
    let writer = try store.makeWriter()
    try commit(writer) { try $0.setMeta("a", "") }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        group.addTask {
          let reader = try store.makeReader()
          for _ in 0..<200 {
            let count = try reader.incidents(status: .open, family: nil, limit: 10_000).count
            #expect(count.isMultiple(of: 2))
          }
        }
      }
      for _ in 0..<100 {
        try commit(writer) { writer in
          for _ in 0..<2 { _ = try writer.insertIncident(Self.incident) }
        }
      }
      try await group.waitForAll()
    }
  }

  private static let incident = IncidentRecord(
    id: IncidentID(rawValue: 0), family: nil, inbox: nil, task: nil, code: "c", title: "t", detail: [], status: .open,
    openedAt: 0, closedAt: nil, closedBy: "", reason: "")
}
