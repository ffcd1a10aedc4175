internal import CEL
internal import CivilTime
import EngineMessages
internal import Statecharts
internal import Storage
internal import WorkflowDefinitions
internal import WorkflowEngine
internal import YAMLTree

/// Compares a family with a `then`. Anything that the `then` does not name must not have happened.
struct ExpectationCheck {
  let context: RunContext
  let happenings: Happenings
  private(set) var differences: [Difference] = []

  init(_ context: RunContext, _ happenings: Happenings) {
    self.context = context
    self.happenings = happenings
  }

  mutating func check(_ then: Expectation) throws {
    let key = try context.key(then.of)
    if let reply = then.reply {
      let expected = Interpolation.display(try context.value(reply))
      let actual = context.replies.last?.word ?? "no reply"
      if expected != actual { differ(then.replyPlace ?? then.place, "reply", expected, actual) }
    } else {
      checkReplies(then.place)
    }
    if let picture = try context.family(key) {
      try checkStates(then, picture)
      try checkView(then, picture, key)
      try checkBalances(then, picture, key)
      try checkTimers(then, picture, key)
      if let (expected, place) = then.isErased, try (context.reader().person(of: picture.record.id) == nil) != expected
      {
        differ(place, "erased", String(expected), String(!expected))
      }
    } else if !(then.states.isEmpty && then.view.isEmpty && then.timers.isEmpty) {
      differ(then.place, "family", key.isEmpty ? "one that was started" : key, "there is none")
    }
    let happened = try happenings.byList(key)
    for name in then.lists.keys.sorted() {
      guard case .exactly(let items)? = then.lists[name] else { continue }
      try compare(name, items, happened[name] ?? [], then, key)
    }
    try checkPostings(then)
    for (program, place) in then.asserts where try !program.evaluateBool(context.scope(of: key)) {
      differ(place, "assert", program.source, "false")
    }
  }

  private mutating func differ(_ place: Node, _ thing: String, _ expected: String, _ actual: String) {
    differences.append(Difference(place: place, thing: thing, expected: expected, actual: actual))
  }

  /// Replies that a scenario does not check must still be acceptances.
  mutating func checkReplies(_ place: Node) {
    for reply in context.replies where !["handled", "created", "done", "failed"].contains(reply.word) {
      differ(place, "reply", "handled", reply.told)
    }
  }

  private mutating func checkStates(_ then: Expectation, _ picture: FamilyPicture) throws {
    for states in then.states {
      let name = context.bundle.machines[states.machine].name
      let instance = picture.family.instances[states.machine]
      let isSo =
        switch states.life {
        case .none?: instance == nil
        case .ended?: instance?.isDone == true
        case nil: states.names.allSatisfy { picture.isIn(machine: name, state: $0) }
        }
      if !isSo {
        let expected = states.life?.rawValue ?? states.names.joined(separator: " ")
        differ(states.place, "states.\(name)", expected, picture.states(states.machine))
      }
    }
    guard then.isExact.states else { return }
    for (index, machine) in context.bundle.machines.enumerated()
    where !then.states.contains(where: { $0.machine == index }) {
      if picture.family.instances[index] != nil {
        differ(then.place, "states.\(machine.name)", "none", picture.states(index))
      }
    }
  }

  private mutating func checkView(_ then: Expectation, _ picture: FamilyPicture, _ key: String) throws {
    for view in then.view {
      let expected = try context.value(view.value, of: key)
      if !isSame(expected, picture.view[view.field]) {
        differ(
          view.place, "view.\(context.bundle.viewFields[view.field].name)", written(expected),
          written(picture.view[view.field]))
      }
    }
  }

  private mutating func checkBalances(_ then: Expectation, _ picture: FamilyPicture, _ key: String) throws {
    guard let balances = then.balances else { return }
    for (index, account) in context.bundle.accounts.enumerated() {
      let amount = balances.first { $0.account == index }
      let expected = try amount.map { try context.value($0.value, of: key).intValue ?? 0 } ?? 0
      let actual = picture.family.balances[index]
      if expected != actual {
        differ(amount?.place ?? then.place, "balances.\(account.name)", String(expected), String(actual))
      }
    }
  }

  private mutating func checkTimers(_ then: Expectation, _ picture: FamilyPicture, _ key: String) throws {
    func due(_ machine: Int, _ name: String) -> Instant? {
      guard let index = context.bundle.machines[machine].timers.firstIndex(where: { $0.name == name }),
        let timer = picture.family.instances[machine]?.timers[index], timer.isArmed
      else { return nil }
      return timer.due
    }
    for timer in then.timers {
      let expected = try timer.due.map { try context.instant($0, of: key) }
      let actual = due(timer.machine, timer.timer)
      if expected != actual {
        differ(
          timer.place, "timers.\(context.bundle.machines[timer.machine].name)/\(timer.timer)",
          expected?.description ?? "none",
          actual?.description ?? "none")
      }
    }
    guard then.isExact.timers else { return }
    for (index, machine) in context.bundle.machines.enumerated() {
      for timer in machine.timers where !then.timers.contains(where: { $0.machine == index && $0.timer == timer.name })
      {
        if let due = due(index, timer.name) {
          differ(then.place, "timers.\(machine.name)/\(timer.name)", "none", due.description)
        }
      }
    }
  }

  private func isSame(_ a: Value, _ b: Value) -> Bool {
    a == b || JSON.encode(a) == JSON.encode(b) || Interpolation.display(a) == Interpolation.display(b)
  }

  private mutating func compare(
    _ name: String, _ items: [Expectation.Item], _ happened: [Happenings.Happening], _ then: Expectation, _ key: String
  ) throws {
    var left = happened
    for item in items {
      let label = Interpolation.display(try context.value(item.label, of: key))
      let fields = try item.fields.map { (name: $0.name, value: try context.value($0.value, of: key)) }
      func fits(_ happening: Happenings.Happening) -> Bool {
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

  private mutating func checkPostings(_ then: Expectation) throws {
    if then.anyPostings || ((then.balances != nil || then.anyBalances) && then.postings == nil) { return }
    var left = try happenings.postings()
    for posting in then.postings ?? [] {
      let index = left.firstIndex {
        $0.debit == posting.from && $0.credit == posting.to && $0.amount == posting.amount
      }
      if let index {
        left.remove(at: index)
      } else {
        differ(posting.place, "postings", "\(posting.from) -> \(posting.to) \(posting.amount)", "did not happen")
      }
    }
    for posting in left {
      differ(then.place, "postings", "nothing more", "\(posting.debit) -> \(posting.credit) \(posting.amount)")
    }
  }
}
