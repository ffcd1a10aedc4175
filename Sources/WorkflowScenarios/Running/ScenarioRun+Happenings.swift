internal import CEL
internal import Execution
internal import Statecharts
internal import Storage
internal import WorkflowDefinitions
internal import YAMLTree

/// What happened since the last look: calls of steps, tasks, incidents, postings. What a `then` does not name is not to have happened.
extension ScenarioRun {
  struct Happening {
    var label: String
    var fields: ValueMap
  }

  /// Forgets what happened so far.
  func lookAway() throws {
    steps.calls = []
    let reader = try reader()
    lastTask = try newTasks(reader).last.map(\.id.rawValue) ?? lastTask
    lastIncident = try newIncidents(reader).last.map(\.id.rawValue) ?? lastIncident
    for family in try reader.families(FamilyFilter(limit: 1_000)) {
      lastPosting[family.id] = try reader.postings(of: family.id).count
    }
    if showsAnything { lastPicture = try family(reference) }
  }

  func checkHappenings(_ then: Expectation, _ key: String) throws {
    let reader = try reader()
    let happened = try happenings(reader, key)
    for name in then.lists.keys.sorted() {
      guard case .exactly(let items)? = then.lists[name] else { continue }
      try compare(name, items, happened[name] ?? [], then, key)
    }
    try checkPostings(then, reader)
  }

  /// By the list's name.
  func happenings(_ reader: any StoreReader, _ key: String) throws -> [String: [Happening]] {
    let tasks = try newTasks(reader)
    let incidents = try newIncidents(reader)
    var happened: [String: [Happening]] = [
      "tasks": tasks.filter { $0.stepClass == StepClass.human.rawValue }.map {
        Happening(label: $0.step, fields: ((try? JSON.parse($0.request)) ?? .null).mapValue ?? ValueMap())
      },
      "incidents": incidents.map {
        Happening(label: $0.code == "alarm" ? $0.title : "\($0.code): \($0.title)", fields: ValueMap())
      },
    ]
    for call in steps.calls {
      var name = "steps"
      var label = call.step
      if let list = scenario.lists.first(where: { $0.step == call.step }) {
        var scope = scope(of: key)
        scope.request = .map(call.request)
        scope.key = call.key
        name = list.name
        label = Interpolation.display(try list.item.evaluate(scope))
      }
      happened[name, default: []].append(Happening(label: label, fields: call.request))
    }
    return happened
  }

  private func compare(
    _ name: String, _ items: [Expectation.Item], _ happened: [Happening], _ then: Expectation, _ key: String
  ) throws {
    var left = happened
    for item in items {
      let label = Interpolation.display(try value(item.label, of: key))
      let fields = try item.fields.map { (name: $0.name, value: try value($0.value, of: key)) }
      func fits(_ happening: Happening) -> Bool {
        let isNamed = name == "incidents" ? happening.label.contains(label) : happening.label == label
        return isNamed && fields.allSatisfy { isSame($0.value, happening.fields[$0.name] ?? .null) }
      }
      if let index = left.firstIndex(where: fits) {
        left.remove(at: index)
        continue
      }
      let wanted = fields.map { "\($0.name): \(written($0.value))" }.joined(separator: ", ")
      let near = left.first { $0.label == label }.map { happening in
        let given = fields.map { "\($0.name): \(written(happening.fields[$0.name] ?? .null))" }
        return "\(label) {\(given.joined(separator: ", "))}"
      }
      differ(item.place, name, wanted.isEmpty ? label : "\(label) {\(wanted)}", near ?? "did not happen")
    }
    for happening in left { differ(then.place, name, "nothing more", happening.label) }
  }

  private func checkPostings(_ then: Expectation, _ reader: any StoreReader) throws {
    if then.anyPostings || (then.balances != nil && then.postings == nil) { return }
    var left: [(text: String, from: String, to: String, amount: Int64)] = []
    for family in try reader.families(FamilyFilter(limit: 1_000)) {
      for posting in try reader.postings(of: family.id).dropFirst(lastPosting[family.id] ?? 0) {
        let text = "\(posting.debit) -> \(posting.credit) \(posting.amount)"
        left.append((text, posting.debit, posting.credit, posting.amount))
      }
    }
    for posting in then.postings ?? [] {
      let isThis: ((text: String, from: String, to: String, amount: Int64)) -> Bool = {
        $0.from == posting.from && $0.to == posting.to && $0.amount == posting.amount
      }
      if let index = left.firstIndex(where: isThis) {
        left.remove(at: index)
      } else {
        differ(posting.place, "postings", "\(posting.from) -> \(posting.to) \(posting.amount)", "did not happen")
      }
    }
    for posting in left { differ(then.place, "postings", "nothing more", posting.text) }
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

  private func newIncidents(_ reader: any StoreReader) throws -> [IncidentRecord] {
    try reader.incidents(status: nil, family: nil, limit: 1_000).filter { $0.id.rawValue > lastIncident }
      .sorted { $0.id < $1.id }
  }
}
