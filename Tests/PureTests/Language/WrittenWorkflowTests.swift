import CEL
import CivilTime
import Foundation
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// `docs/writing-a-workflow.md`: the files of the page load as they stand there, and do what it says.
@Suite struct WrittenWorkflowTests {
  /// Each block after a line that names its file.
  static func files() throws -> [SourceFile] {
    let page = try String(
      contentsOf: ShippedWorkflows.root.appendingPathComponent("docs/writing-a-workflow.md"), encoding: .utf8)
    return page.matches(of: /\*\*`([a-z]+\.yaml)`\*\*\n\n```yaml\n((?s:.*?))```/).map {
      SourceFile(path: String($0.1), source: Array($0.2.utf8))
    }
  }

  struct Order {
    let bundle: Statecharts.Bundle
    var family: FamilySnapshot
    var now = Instant(seconds: 1_800_000_000, nanoseconds: 0)!
    var starts: [StepStart] = []

    init(total: Int64) throws {
      let loaded = try ShippedWorkflows.loader.load(WrittenWorkflowTests.files())
      #expect(loaded.warnings.map(\.description) == [])
      bundle = try #require(loaded.bundles.first)
      family = try bundle.initialSnapshot(
        key: "o-1", input: ["reference": "o-1", "total": .int(total)], params: [], now: now)
      try step(.start)
    }

    mutating func step(_ input: FamilyInput) throws {
      let change = try bundle.transition(family, StepInput(input: input, now: now))
      family = change.next
      starts = change.effects.compactMap { if case .startStep(let start) = $0 { start } else { nil } }
    }

    mutating func send(_ name: String, _ data: Value = .map(ValueMap())) throws {
      try step(.event(Event(name: name, role: "operator", data: data)))
    }

    mutating func fire(_ name: String) throws {
      let timer = try #require(bundle.machines[1].timers.firstIndex { $0.name == name })
      let armed = try #require(family.instances[1]?.timers[timer])
      now = armed.due
      try step(.timer(machine: 1, timer: timer, generation: armed.generation))
    }

    func view(_ name: String) throws -> Value {
      try bundle.view(of: family, now: now)[try #require(bundle.viewIndex[name])]
    }
  }

  @Test func thePageHoldsTwoFiles() throws {
    #expect(try Self.files().map(\.path) == ["order.yaml", "approval.yaml"])
  }

  @Test func aSmallOrderIsShippedWithoutAQuestion() throws {
    var order = try Order(total: 5_000)
    try order.step(.outcome(try #require(order.starts.first).name, .done(["data": .map(ValueMap())])))
    #expect(try order.view("status") == "shipped")
    #expect(try order.view("decision") == "rule")
  }

  @Test(arguments: [(true, "waiting"), (false, "refused")])
  func aLargeOneIsAsked(yes: Bool, status: String) throws {
    var order = try Order(total: 50_000)
    #expect(order.starts.isEmpty)
    try order.send("approval.give", ["yes": .bool(yes)])
    #expect(try order.view("status") == .string(status))
    #expect(try order.view("decision") == "operator")
  }

  @Test func silenceIsARefusal() throws {
    var order = try Order(total: 50_000)
    try order.fire("asked.remind")
    try order.fire("asked.give_up")
    #expect(try order.view("status") == "refused")
    #expect(try order.view("decision") == "no_answer")
  }

  @Test func aCancelledOrderTakesItsQuestionBack() throws {
    var order = try Order(total: 50_000)
    try order.send("cancel")
    #expect(try order.view("status") == "cancelled")
    #expect(order.family.instances[1]?.isDone == true)
  }

  @Test func anEmptyOrderIsRefused() throws {
    let order = try Order(total: 1)
    let family = try order.bundle.initialSnapshot(
      key: "o-2", input: ["number": "o-2", "total": 0], params: [], now: order.now)
    #expect(try order.bundle.refusal(of: family, now: order.now, isClaimRefused: false) == "bad_total")
  }
}
