import CEL
import CivilTime
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// A human task is called to mind, escalates and is given to others, by timers of its own that end with it.
@Suite struct TaskCallTests {
  private static let asking = """
    context: {heard: {type: "[string]", default: []}, answer: {type: string, default: none}}
    events:
      give.up: {data: {}, by: [operator], otherwise: reject}
      HEARD
    initial: asking
    states:
      asking:
        invoke:
          step: human.task
          id: ask
          with: {title: weigh it, assignee: consultant, text: null, form: {}, due: "${now + period('P7D')}", remind: ["${now + period('P2D')}", "${now + period('P5D')}", "${now + period('P9D')}"], escalate: supervisor}
          onDone: {target: over, actions: [{assign: {answer: done}}]}
          onError: {target: over, actions: [{assign: {answer: "${event.data.code}"}}]}
        on:
          give.up: over
          ON
      over: {rest: true}
    view: {heard: {value: "${context.heard.join(' ')}"}, answer: {value: "${context.answer}"}}

    """

  /// - Parameter hears: true for a machine that hears of the calls.
  private func small(hears: Bool) throws -> Small {
    let names = ["task.reminded", "task.overdue", "task.delegated"]
    let data = "{data: {id: string, title: string, assignee: string}, by: [operator], otherwise: ignore}"
    let heard = names.map { "\($0): \(data)" }.joined(separator: "\n  ")
    let assign = "{actions: [{assign: {heard: \"${context.heard + [event.name + '/' + event.data.assignee]}\"}}]}"
    let on = names.map { "\($0): \(assign)" }.joined(separator: "\n      ")
    let text = Self.asking.replacing("HEARD", with: hears ? heard : "")
      .replacing("ON", with: hears ? on : "")
    return try Small(text)
  }

  private func task(_ small: Small) throws -> TaskID {
    try #require(try small.simulation.reader().tasks(in: .open, after: nil, limit: 1).first).id
  }

  private func holder(_ small: Small) throws -> String? {
    let reader = try small.simulation.reader()
    return try TaskAssignment.delegate(of: #require(try reader.task(task(small))), reader)
  }

  @Test func aTaskIsCalledToMindAndEscalatesOnceItsTimeIsOver() throws {
    let small = try small(hears: false)
    try small.start()
    try small.wait(.seconds(2 * 86_400 - 1))
    #expect(try small.incidents.isEmpty)
    try small.wait(.seconds(1))
    #expect(try small.incidents.map(\.code) == ["task-reminder"])
    #expect(try small.incidents.first?.title.contains("it is for consultant: weigh it") == true)
    try small.wait(.seconds(3 * 86_400))
    #expect(try small.incidents.count == 1, "one reminder of a task is open at a time")
    try small.wait(.seconds(2 * 86_400))
    #expect(try small.incidents.count == 1, "at the due instant itself the task is not late yet")
    #expect(try holder(small) == nil)
    try small.wait(.seconds(1))
    #expect(try small.incidents.map(\.code).sorted() == ["task-overdue", "task-reminder"])
    #expect(try holder(small) == "supervisor")
    #expect(try small.simulation.verify().isEmpty)
    try small.wait(.seconds(30 * 86_400))
    #expect(try small.incidents.count == 2, "a reminder after the due time is none")
    try small.act(.taskDone(task(small), data: .null))
    #expect(try small.view["answer"] == "done")
    #expect(try small.incidents.isEmpty, "what was told of a task is over with it")
    #expect(try small.simulation.verify().isEmpty)
  }

  @Test(arguments: ["done", "declined", "left"]) func nobodyIsRemindedOfATaskThatIsOver(_ end: String) throws {
    let small = try small(hears: true)
    try small.start()
    switch end {
    case "done": try small.act(.taskDone(task(small), data: .null))
    case "declined": try small.act(.taskDecline(task(small)))
    default: try small.send("give.up")
    }
    let reader = try small.simulation.reader()
    let family = try #require(try reader.family(key: Small.reference))
    #expect(try reader.timers(of: family.id).isEmpty)
    try small.wait(.seconds(30 * 86_400))
    #expect(try small.view["heard"] == "")
    #expect(try small.incidents.isEmpty)
    #expect(try small.simulation.verify().isEmpty)
  }

  @Test func aMachineThatHearsOfTheCallsIsToldWhoHasTheTask() throws {
    let small = try small(hears: true)
    try small.start()
    try small.wait(.seconds(2 * 86_400))
    #expect(try small.view["heard"] == "task.reminded/consultant")
    #expect(try small.incidents.isEmpty, "whoever hears of it deals with it")
    try small.act(.taskDelegate(task(small), to: "anna"))
    #expect(try small.view["heard"] == "task.reminded/consultant task.delegated/anna")
    try small.wait(.seconds(6 * 86_400))
    let heard = "task.reminded/consultant task.delegated/anna task.reminded/anna task.overdue/anna"
    #expect(try small.view["heard"] == .string(heard))
    #expect(try small.incidents.map(\.code) == ["task-overdue"])
    #expect(try holder(small) == "supervisor")
    #expect(try small.simulation.verify().isEmpty)
  }

  @Test func callsThatFellDueWhileTheDaemonWasAwayAreOne() throws {
    let small = try small(hears: true)
    try small.start()
    try small.simulation.crash(downtime: .seconds(6 * 86_400))
    try small.simulation.settle()
    #expect(try small.view["heard"] == "task.reminded/consultant")
  }

  @Test func aTaskThatNobodyIsAskedAnyMoreIsGivenToNobody() throws {
    let small = try small(hears: true)
    try small.start()
    let id = try task(small)
    try small.send("give.up")
    #expect(try small.act(.taskDelegate(id, to: "anna")).refusal == "task_not_open")
    #expect(try small.act(.taskDelegate(TaskID(rawValue: 99), to: "anna"), key: "2").refusal == nil)
  }
}
