internal import CEL
internal import Statecharts
internal import Storage

/// Writes the changes since the last move in the notation of scenarios, for `then: show`.
struct ShownChanges {
  let context: RunContext
  let happenings: Happenings

  /// - Parameter before: the family at the last check.
  func text(since before: FamilyPicture?) throws -> String {
    var lines: [String] = []
    let words = context.replies.map(\.word).filter { !["handled", "created", "done", "failed"].contains($0) }
    if let word = words.last { lines.append("reply: \(word)") }
    let now = try context.family(context.reference)
    if let now {
      let changed = context.bundle.machines.indices.filter { now.states($0) != (before?.states($0) ?? "none") }
      let states = changed.map { index in
        let left = (before?.states(index) ?? "").split(separator: " ")
        let active = now.states(index).split(separator: " ").filter { !left.contains($0) }
        let text = active.count > 1 ? "[\(active.joined(separator: ", "))]" : active.first.map(String.init) ?? "none"
        return "\(context.bundle.machines[index].name): \(text)"
      }
      if !states.isEmpty { lines.append("states: {\(states.joined(separator: ", "))}") }
    }
    let happened = try happenings.byList(context.reference)
    for name in happened.keys.sorted() {
      let items = (happened[name] ?? []).map { happening in
        let amounts = happening.fields.entries.filter { $0.value.intValue != nil }
          .map { "\($0.key.stringValue ?? ""): \(written($0.value))" }
        let label = happening.label.contains(": ") ? "\"\(happening.label)\"" : happening.label
        return amounts.isEmpty ? label : "{\(label): {\(amounts.joined(separator: ", "))}}"
      }
      if !items.isEmpty { lines.append("\(name): [\(items.joined(separator: ", "))]") }
    }
    if let now {
      if try !happenings.postings(of: now.record.id).isEmpty {
        let amounts = context.bundle.accounts.indices.filter { now.family.balances[$0] != 0 }
          .map { "\(context.bundle.accounts[$0].name): \(now.family.balances[$0])" }
        lines.append("balances: {\(amounts.joined(separator: ", "))}")
      }
      let timers = armed(now)
      let known = before.map(armed) ?? []
      let news = timers.filter { !known.contains($0) }
      if !news.isEmpty { lines.append("timers: {\(news.joined(separator: ", "))}") }
    }
    return lines.joined(separator: "\n")
  }

  private func armed(_ picture: FamilyPicture) -> [String] {
    context.bundle.machines.enumerated().flatMap { index, machine in
      machine.timers.enumerated().compactMap { number, timer in
        guard let snapshot = picture.family.instances[index]?.timers[number], snapshot.isArmed else { return nil }
        return "\(machine.name)/\(timer.name): \(snapshot.due)"
      }
    }
  }
}
