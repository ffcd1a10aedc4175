import CEL

/// A booking on a page: where it is, what it waits for and who can unblock it, its money, timers, steps, tasks and
/// incidents.
struct FamilyText {
  let family: Value
  let wall: Wall

  var text: String {
    [head, waits, machines, money, timers, steps, tasks, incidents, events].filter { !$0.isEmpty }.joined(
      separator: "\n\n")
  }

  private var head: String {
    let reference = Cell.text(family["reference"])
    let status = Cell.text(family["status"])
    return """
      \(reference)  \(status)  (\(Cell.text(family["workflow"])))
      created \(wall.text(family["created"])), last changed \(wall.text(family["updated"]))
      """
  }

  private var waits: String {
    let waits = list(family, "waits")
    guard !waits.isEmpty else { return "WAITS FOR\n  nothing" }
    let lines = waits.map { wait in
      var line = "  \(Cell.text(wait["for"])), since \(wall.text(wait["since"]))"
      if let until = wait["until"], !until.isNull { line += ", until \(wall.text(until))" }
      if let who = wait["who"], !who.isNull { line += "; can unblock it: \(Cell.text(who))" }
      return line
    }
    return "WAITS FOR\n" + lines.joined(separator: "\n")
  }

  private var machines: String {
    section(
      "MACHINES", list(family, "machines"),
      [
        .init("workflow", field: "workflow"), .init("states", field: "states"), .init("since", time: "since", wall),
        .init("view") { machine in
          (machine["view"]?.mapValue?.entries ?? []).filter { !$0.value.isNull }
            .map { "\(Cell.text($0.key))=\(Cell.text($0.value))" }.joined(separator: " ")
        },
      ])
  }

  private var money: String {
    guard let ledger = family["ledger"]?.mapValue else { return "" }
    let currency = ledger["currency"]?.stringValue
    let rows = ledger.entries.compactMap { entry -> [String]? in
      guard let amount = entry.value.intValue else { return nil }
      return [Cell.text(entry.key), Money.text(amount, currency: currency)]
    }
    return rows.isEmpty ? "" : "MONEY\n" + indented(Table.text(titles: ["account", "amount"], rows: rows))
  }

  private var timers: String {
    let rows = list(family, "machines").flatMap { machine in
      list(machine, "timers").map { (machine, $0) }
    }.sorted { due($0.1) < due($1.1) }.map { machine, timer in
      [wall.text(timer["due"]), Cell.text(timer["name"]), Cell.text(machine["workflow"])]
    }
    return rows.isEmpty ? "" : "TIMERS\n" + indented(Table.text(titles: ["due", "timer", "of"], rows: rows))
  }

  private var steps: String {
    let rows = list(family, "machines").flatMap { machine in
      list(machine, "steps").map { step in
        [
          Cell.text(step["task"]), Cell.text(step["step"]), Cell.text(step["status"]), Cell.text(step["attempts"]),
          wall.text(step["nextAt"]), Cell.text(machine["workflow"]),
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    return "STEPS\n" + indented(Table.text(titles: ["task", "step", "status", "attempts", "next", "of"], rows: rows))
  }

  private var tasks: String {
    section(
      "TASKS", list(family, "tasks"),
      [
        .init("task", field: "task"), .init("step", field: "step"), .init("status", field: "status"),
        .init("assignee", field: "assignee"), .init("since", time: "since", wall), .init("do", field: "command"),
      ])
  }

  private var incidents: String {
    section(
      "INCIDENTS", list(family, "incidents"),
      [
        .init("incident", field: "incident"), .init("problem", field: "problem"), .init("since", time: "since", wall),
        .init("message", field: "message"),
      ])
  }

  /// How often each role was heard; what changed nothing stands nowhere else.
  private var events: String {
    section(
      "EVENTS", list(family, "events"),
      [
        .init("from", field: "role"), .init("verdict", field: "verdict"), .init("count", field: "count"),
        .init("last", time: "last", wall),
      ])
  }

  private func list(_ value: Value, _ name: String) -> [Value] { value[name]?.listValue ?? [] }

  private func due(_ timer: Value) -> String { timer["due"]?.stringValue ?? "" }

  private func section(_ title: String, _ rows: [Value], _ columns: [Table.Column]) -> String {
    rows.isEmpty ? "" : "\(title)\n\(indented(Table.text(columns, rows)))"
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
  }
}
