internal import CEL
internal import CivilTime
import EngineMessages
internal import Statecharts
internal import Storage
internal import WorkflowDefinitions
internal import WorkflowEngine
internal import YAMLTree

extension ScenarioRun {
  func check(_ then: Expectation) throws {
    let key = try key(then.of)
    if let reply = then.reply {
      let expected = Interpolation.display(try value(reply))
      let actual = replies.last?.word ?? "no reply"
      if expected != actual { differ(then.replyPlace ?? then.place, "reply", expected, actual) }
    } else {
      checkReplies(then.place)
    }
    if let picture = try family(key) {
      try checkStates(then, picture)
      try checkView(then, picture, key)
      try checkBalances(then, picture, key)
      try checkTimers(then, picture, key)
      if let (expected, place) = then.isErased, try (reader().person(of: picture.record.id) == nil) != expected {
        differ(place, "erased", String(expected), String(!expected))
      }
    } else if !(then.states.isEmpty && then.view.isEmpty && then.timers.isEmpty) {
      differ(then.place, "family", key.isEmpty ? "one that was started" : key, "there is none")
    }
    try checkHappenings(then, key)
    for (program, place) in then.asserts where try !program.evaluateBool(scope(of: key)) {
      differ(place, "assert", program.source, "false")
    }
  }

  func differ(_ place: Node, _ thing: String, _ expected: String, _ actual: String) {
    differences.append(Difference(place: place, thing: thing, expected: expected, actual: actual))
  }

  /// What nobody looks at is to be taken all the same.
  func checkReplies(_ place: Node) {
    for reply in replies where !["handled", "created", "done", "failed"].contains(reply.word) {
      differ(place, "reply", "handled", reply.told)
    }
  }

  private func checkStates(_ then: Expectation, _ picture: FamilyPicture) throws {
    for states in then.states {
      let name = bundle.machines[states.machine].name
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
    for (index, machine) in bundle.machines.enumerated() where !then.states.contains(where: { $0.machine == index }) {
      if picture.family.instances[index] != nil {
        differ(then.place, "states.\(machine.name)", "none", picture.states(index))
      }
    }
  }

  private func checkView(_ then: Expectation, _ picture: FamilyPicture, _ key: String) throws {
    for view in then.view {
      let expected = try value(view.value, of: key)
      if !isSame(expected, picture.view[view.field]) {
        differ(
          view.place, "view.\(bundle.viewFields[view.field].name)", written(expected),
          written(picture.view[view.field]))
      }
    }
  }

  private func checkBalances(_ then: Expectation, _ picture: FamilyPicture, _ key: String) throws {
    guard let balances = then.balances else { return }
    for (index, account) in bundle.accounts.enumerated() {
      let amount = balances.first { $0.account == index }
      let expected = try amount.map { try value($0.value, of: key).intValue ?? 0 } ?? 0
      let actual = picture.family.balances[index]
      if expected != actual {
        differ(amount?.place ?? then.place, "balances.\(account.name)", String(expected), String(actual))
      }
    }
  }

  private func checkTimers(_ then: Expectation, _ picture: FamilyPicture, _ key: String) throws {
    func due(_ machine: Int, _ name: String) -> Instant? {
      guard let index = bundle.machines[machine].timers.firstIndex(where: { $0.name == name }),
        let timer = picture.family.instances[machine]?.timers[index], timer.isArmed
      else { return nil }
      return timer.due
    }
    for timer in then.timers {
      let expected = try timer.due.map { try instant($0, of: key) }
      let actual = due(timer.machine, timer.timer)
      if expected != actual {
        differ(
          timer.place, "timers.\(bundle.machines[timer.machine].name)/\(timer.timer)", expected?.description ?? "none",
          actual?.description ?? "none")
      }
    }
    guard then.isExact.timers else { return }
    for (index, machine) in bundle.machines.enumerated() {
      for timer in machine.timers where !then.timers.contains(where: { $0.machine == index && $0.timer == timer.name })
      {
        if let due = due(index, timer.name) {
          differ(then.place, "timers.\(machine.name)/\(timer.name)", "none", due.description)
        }
      }
    }
  }

  func isSame(_ a: Value, _ b: Value) -> Bool {
    a == b || JSON.encode(a) == JSON.encode(b) || Interpolation.display(a) == Interpolation.display(b)
  }
}

extension Reply {
  /// What a scenario calls it: `handled`, `created`, `duplicate`, or the code of the refusal.
  var word: String {
    switch self {
    case .accepted(_, let disposition): disposition.rawValue
    case .carriedOut(_, let result): result
    case .created: "created"
    case .duplicate: "duplicate"
    case .rejected(let code, _): code
    case .conflict: "conflict"
    case .unknownTarget: "unknown"
    case .overloaded: "overloaded"
    case .keyExists: "exists"
    }
  }

  /// The same with the reason, where there is one.
  var told: String {
    if case .rejected(let code, let message) = self, !message.isEmpty, message != code { return "\(code): \(message)" }
    return word
  }
}
