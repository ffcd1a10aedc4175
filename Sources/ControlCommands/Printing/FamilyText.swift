import CEL
import Control

/// A booking as a page: its state, its waits and who can end them, the events that it accepts, its money, timers,
/// steps, tasks and incidents.
struct FamilyText {
  let family: FamilyDetail
  let wall: Wall
  let width: Int

  var text: String {
    [head, waits, timers, money, tasks, incidents, machines, accepts, steps, events, parameters]
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var head: String {
    """
    \(Cell.plain(family.reference))  \(Cell.plain(family.status))  (\(Cell.plain(family.workflow)))
    created \(wall.text(family.created))
    changed \(wall.text(family.updated))
    """
  }

  private var waits: String {
    guard !family.waits.isEmpty else { return "WAITS FOR\n  nothing" }
    // The timers stand below with their times; a booking of many would push what somebody has to do off the page.
    let told = family.waits.filter { !isTimer($0) }.map(wait)
    let ahead = family.waits.filter(isTimer).compactMap(\.until).min()
    return "WAITS FOR\n"
      + (told + (ahead.map { ["  time: the next timer is due \(wall.text($0))"] } ?? [])).joined(separator: "\n")
  }

  private func isTimer(_ wait: Wait) -> Bool { wait.kind == "timer" }

  private func wait(_ wait: Wait) -> String {
    func line(_ text: String) -> String {
      "    " + Paragraph.wrap(Cell.plain(text), width: width - 6, indent: 6)
    }
    var lines = ["  " + Paragraph.wrap(Cell.plain(wait.for), width: width - 4, indent: 4)]
    lines.append(line("since \(wall.text(wait.since))"))
    if let until = wait.until { lines.append(line("until \(wall.text(until))")) }
    lines.append(line("ended by \(wait.who)"))
    if let error = wait.error { lines.append(line("last error: \(error)")) }
    if let command = wait.command {
      lines.append("    " + Paragraph.command(Cell.plain(command), width: width - 6, indent: 4))
    }
    return lines.joined(separator: "\n")
  }

  private var accepts: String {
    guard !family.accepts.isEmpty else { return "" }
    let lines = family.accepts.map { event in
      let parts = [
        event.name, event.by.isEmpty ? "" : "by \(event.by.joined(separator: ", "))",
        Self.sources(event.from),
        event.state == event.workflow ? "in \(event.workflow)" : "in \(event.workflow) \(event.state)",
      ]
      return "  " + Paragraph.flow(parts.map { Cell.plain($0) }, width: width - 6, indent: 6)
    }
    return "MAY BE SENT NOW, if the workflow's conditions hold\n" + lines.joined(separator: "\n")
  }

  /// The senders of an event besides roles: `family/NAME` is published by another family, all else comes by a webhook.
  private static func sources(_ from: [String]) -> String {
    let published = from.contains { $0.hasPrefix("family/") }
    let webhooks = from.filter { !$0.hasPrefix("family/") }
    return [
      published ? "by another family" : nil, webhooks.isEmpty ? nil : "by webhook \(webhooks.joined(separator: ", "))",
    ]
    .compactMap { $0 }.joined(separator: ", ")
  }

  private var machines: String {
    section(
      "MACHINES", family.machines,
      [
        .init("workflow") { $0.workflow }, .init("states") { $0.states.joined(separator: ", ") },
        .init("since") { wall.text($0.since) },
        .init("view") { machine in
          (machine.view.mapValue?.entries ?? []).filter { !$0.value.isNull }
            .map { "\(Cell.text($0.key))=\(Cell.text($0.value))" }.joined(separator: " ")
        },
      ])
  }

  private var money: String {
    section(
      "MONEY", family.ledger.balances,
      [
        .init("account") { $0.account },
        .init("amount") { Money.text($0.amount, currency: family.ledger.currency) },
      ])
  }

  private var timers: String {
    let rows = family.machines.flatMap { machine in machine.timers.map { (machine, $0) } }
      .sorted { $0.1.due < $1.1.due }
    return section(
      "TIMERS", rows,
      [.init("due") { wall.text($0.1.due) }, .init("timer") { $0.1.name }, .init("of") { $0.0.workflow }])
  }

  private var steps: String {
    section(
      "STEPS", family.machines.flatMap { machine in machine.steps.map { (machine, $0) } },
      [
        .init("task") { $0.1.task.description }, .init("step") { $0.1.step }, .init("status") { $0.1.status },
        .init("attempts") { "\($0.1.attempts)" }, .init("next") { wall.text($0.1.nextAt) },
        .init("of") { $0.0.workflow }, .init("last error") { $0.1.error },
      ])
  }

  private var tasks: String {
    section(
      "TASKS", family.tasks,
      [
        .init("task") { $0.task.description }, .init("step") { $0.step }, .init("status") { $0.status },
        .init("for") { $0.assignee }, .init("since") { wall.text($0.since) }, .init("asks") { $0.title },
        .init("see") { "magnetiqctl tasks show \($0.task)" },
      ])
  }

  private var incidents: String {
    section(
      "INCIDENTS", family.incidents,
      [
        .init("incident") { $0.incident.description }, .init("problem") { $0.problem },
        .init("since") { wall.text($0.since) }, .init("message") { $0.message(wall) },
      ])
  }

  /// The number of events of each role. Events that changed nothing appear nowhere else.
  private var events: String {
    section(
      "EVENTS", family.events,
      [
        .init("from") { $0.role }, .init("verdict") { $0.verdict }, .init("count") { "\($0.count)" },
        .init("last") { wall.text($0.last) },
      ])
  }

  private var parameters: String {
    let parts = family.parameters.entries.map { "\(Cell.text($0.key))=\(Cell.text($0.value))" }
    guard !parts.isEmpty else { return "" }
    return "PARAMETERS, as they were when it started\n  " + Paragraph.flow(parts, width: width - 2, indent: 2)
  }

  private func section<Row>(_ title: String, _ rows: [Row], _ columns: [Table<Row>.Column]) -> String {
    rows.isEmpty ? "" : "\(title)\n\(Paragraph.indented(Table(columns).text(rows, width: width - 2)))"
  }
}
