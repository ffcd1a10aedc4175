import CEL
import Control
import Executors
import MemoryStorage
import Storage
import Testing

@testable import Daemon
@testable import StorageTesting

/// What operators are told about steps, and about what they gave.
@Suite struct OperatorAnswerTests {
  private let store = MemoryStore()

  private func family(_ statuses: [TaskRecord.Status]) throws -> String {
    let writer = try store.makeWriter()
    try writer.begin()
    try writer.putBundle(Sample.bundle())
    let id = try writer.insertFamily(Sample.family("VLT-1"))
    let instance = try writer.insertInstance(Sample.instance(id))
    for status in statuses {
      _ = try writer.insertTask(Sample.task((id, instance), key: "key/\(status)", status: status))
    }
    try writer.commit()
    return "VLT-1"
  }

  private func arguments(_ values: ValueMap) -> Arguments { Arguments(.map(values)) }

  @Test func aStepThatWaitsAtItsProviderIsListedWithWhatCanBeDone() async throws {
    let reference = try family([.accepted, .unknown, .ready, .parked])
    let lists = OperatorLists(readers: ReaderPool(store))
    let shown = try await lists.family(arguments(["reference": .string(reference)]))
    let tasks = try #require(shown["tasks"]?.listValue)
    #expect(tasks.map { $0["status"]?.stringValue } == ["accepted", "unknown", "parked"])
    for task in tasks {
      let number = try #require(task["task"]?.stringValue)
      #expect(task["command"] == .string("magnetiqctl tasks retry \(number)"))
    }
    let waits = (shown["waits"]?.listValue ?? []).compactMap { $0["who"]?.stringValue }
    #expect(waits.count { $0.contains("magnetiqctl tasks retry") } == 3)
  }

  @Test func stepsCanBeAskedForByTheirStatusAndBooking() async throws {
    let reference = try family([.accepted, .open, .done])
    let lists = OperatorLists(readers: ReaderPool(store))
    func statuses(_ values: ValueMap) async throws -> [String?] {
      (try await lists.tasks(arguments(values))["items"]?.listValue ?? []).map { $0["status"]?.stringValue }
    }
    #expect(try await statuses([:]) == ["open"])
    #expect(try await statuses(["status": "accepted"]) == ["accepted"])
    #expect(try await statuses(["status": "accepted", "reference": .string(reference)]) == ["accepted"])
    #expect(try await statuses(["status": "done", "reference": .string(reference)]) == ["done"])
    #expect(try await statuses(["reference": "VLT-2"]) == [])
  }

  @Test func anOlderVersionOfAWorkflowIsShownByTheBeginningOfItsHash() async throws {
    let folder = try Definitions.folder()
    let old = try Definitions.deployment(folder)
    try folder.write("small.yaml", Definitions.workflow() + "# newer\n")
    let new = try Definitions.deployment(folder)
    let writer = try store.makeWriter()
    try writer.begin()
    for deployment in [old, new] { try writer.putBundle(deployment.record) }
    try writer.commit()
    let bundles = DeployedBundles(new, library: MailTemplateLibrary())
    let lists = OperatorLists(readers: ReaderPool(store))
    func source(_ values: ValueMap) async throws -> String? {
      try await lists.workflow(arguments(values), bundles)["source"]?.stringValue
    }
    #expect(try await source(["workflow": "small"])?.hasSuffix("# newer\n") == true)
    let short = String(old.hash.prefix(12))
    #expect(try await source(["workflow": "small", "version": .string(short)]) == Definitions.workflow())
    let failure = try await #require(throws: ControlFailure.self) {
      try await source(["workflow": "small", "version": "nowhere"])
    }
    #expect(failure.status == 404)
  }

  @Test func whatTheOperatorGaveWrongIsTellableFromWhatTheBookingDoesNotAllow() {
    let wrong = OperatorBackend.refusal("missing_fields", "the task needs refund_percent (int)")
    #expect([wrong.status, OperatorBackend.refusal("not_open", "").status] == [422, 409])
    #expect(wrong.message.contains("refund_percent"))
  }
}
