import Control
import Executors
import MemoryStorage
import Storage
import Testing

@testable import Daemon
@testable import StorageTesting

/// Answers to operators about steps and about their own input.
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

  private var reads: StoreReads { StoreReads(readers: ReaderPool(store)) }

  private func bundles() throws -> DeployedBundles {
    DeployedBundles(try Definitions.deployment(Definitions.folder()), library: MailTemplateLibrary())
  }

  @Test func aStepThatWaitsAtItsProviderIsListedWithWhatCanBeDone() async throws {
    let reference = try family([.accepted, .unknown, .ready, .parked])
    let families = FamilyReads(store: reads, bundles: try bundles())
    let shown = try await families.show(ShowFamily(reference: ShortText(reference)))
    #expect(shown.tasks.map(\.status) == ["accepted", "unknown", "parked"])
    for task in shown.tasks { #expect(task.command == "magnetiqctl tasks retry \(task.task)") }
    #expect(shown.waits.count { $0.command?.contains("magnetiqctl tasks retry") == true } == 4)
  }

  @Test func stepsCanBeAskedForByTheirStatusAndBooking() async throws {
    let reference = ShortText(try family([.accepted, .open, .done]))
    let tasks = TaskReads(store: reads)
    func statuses(_ request: ListTasks) async throws -> [String] { try await tasks.list(request).items.map(\.status) }
    #expect(try await statuses(ListTasks()) == ["open"])
    #expect(try await statuses(ListTasks(status: .accepted)) == ["accepted"])
    #expect(try await statuses(ListTasks(status: .accepted, reference: reference)) == ["accepted"])
    #expect(try await statuses(ListTasks(status: .done, reference: reference)) == ["done"])
    #expect(try await statuses(ListTasks(reference: "VLT-2")) == [])
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
    let workflows = WorkflowReads(
      store: reads, bundles: DeployedBundles(new, library: MailTemplateLibrary()))
    func source(_ version: ShortText?) async throws -> String {
      try await workflows.show(ShowWorkflow(workflow: "small", version: version)).source
    }
    #expect(try await source(nil).hasSuffix("# newer\n"))
    #expect(try await source(ShortText(String(old.hash.prefix(12)))) == Definitions.workflow())
    let failure = try await #require(throws: ControlFailure.self) { try await source("nowhere") }
    #expect(failure.status == 404)
  }

  /// The words that requests take are the store's.
  @Test func wordsOfRequestsAreTheStoresStatuses() {
    #expect(FamilyStatus.allCases.map(\.rawValue) == FamilyRecord.Status.allCases.map(\.rawValue))
    #expect(TaskStatus.allCases.map(\.rawValue) == TaskRecord.Status.allCases.map(\.rawValue))
    #expect(InboxStatus.allCases.map(\.rawValue) == InboxRecord.Status.allCases.map(\.rawValue))
    let incidents = IncidentRecord.Status.allCases.map(\.rawValue)
    #expect(IncidentStatus.allCases.map(\.rawValue) == incidents + ["all"])
  }

  @Test func wrongDataAndAWrongStateHaveDifferentStatuses() {
    let wrong = OperatorActs.refusal("missing_fields", "the task needs refund_percent (int)")
    #expect([wrong.status, OperatorActs.refusal("not_open", "").status] == [422, 409])
    #expect(wrong.message.contains("refund_percent"))
  }
}
