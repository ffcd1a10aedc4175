internal import CEL
internal import Execution
internal import Statecharts
internal import Storage
internal import WorkflowEngine

/// Everything that happened since the last check: calls of steps, tasks, incidents, postings.
final class Happenings {
  struct Happening {
    var label: String
    var fields: ValueMap
  }

  private let context: RunContext
  /// The position at which reading continues.
  private var lastTask: Int64 = 0
  /// How often each incident had been raised by the last look: an alarm that recurs while it is open stays one incident.
  private var raised: [IncidentID: Int64] = [:]
  private var lastPosting: [FamilyID: Int] = [:]

  init(_ context: RunContext) { self.context = context }

  /// Skips everything that has happened so far.
  func forget() throws {
    context.steps.calls = []
    let reader = try context.reader()
    lastTask = try newTasks(reader).last.map(\.id.rawValue) ?? lastTask
    for incident in try incidents(reader) { raised[incident.id] = AlarmRepetition(of: incident).times }
    for family in try reader.families(FamilyFilter(limit: 1_000)) {
      lastPosting[family.id] = try reader.postings(of: family.id).count
    }
  }

  /// The events by the list's name.
  func byList(_ key: String) throws -> [String: [Happening]] {
    let reader = try context.reader()
    let tasks = try newTasks(reader)
    let incidents = try incidents(reader).flatMap { incident in
      Array(repeating: incident, count: Int(AlarmRepetition(of: incident).times - raised[incident.id, default: 0]))
    }
    var happened: [String: [Happening]] = [
      "tasks": tasks.filter { $0.stepClass == StepClass.human.rawValue }.map {
        Happening(label: $0.step, fields: ((try? JSON.parse($0.request)) ?? .null).mapValue ?? ValueMap())
      },
      "incidents": incidents.map {
        Happening(label: $0.code == "alarm" ? $0.title : "\($0.code): \($0.title)", fields: ValueMap())
      },
    ]
    for call in context.steps.calls {
      var name = "steps"
      var label = call.step
      if let list = context.scenario.lists.first(where: { $0.step == call.step }) {
        var scope = context.scope(of: key)
        scope.request = .map(call.request)
        scope.key = call.key
        name = list.name
        label = Interpolation.display(try list.item.evaluate(scope))
      }
      happened[name, default: []].append(Happening(label: label, fields: call.request))
    }
    return happened
  }

  func postings() throws -> [PostingRecord] {
    let reader = try context.reader()
    return try reader.families(FamilyFilter(limit: 1_000)).flatMap { try postings(of: $0.id, reader) }
  }

  func postings(of family: FamilyID) throws -> [PostingRecord] { try postings(of: family, context.reader()) }

  private func postings(of family: FamilyID, _ reader: any StoreReader) throws -> [PostingRecord] {
    Array(try reader.postings(of: family).dropFirst(lastPosting[family] ?? 0))
  }

  private func newTasks(_ reader: any StoreReader) throws -> [TaskRecord] {
    var result: [TaskRecord] = []
    for family in try reader.families(FamilyFilter(limit: 1_000)) {
      result += try reader.tasks(of: family.id, closed: true).filter { $0.id.rawValue > lastTask }
      result += try reader.tasks(of: family.id, closed: false).filter { $0.id.rawValue > lastTask }
    }
    var seen: Set<TaskID> = []
    return result.filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
  }

  private func incidents(_ reader: any StoreReader) throws -> [IncidentRecord] {
    try reader.incidents(status: nil, family: nil, limit: 1_000).sorted { $0.id < $1.id }
  }
}
