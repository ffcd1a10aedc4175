import CEL
import Control

/// A task as a page: its question, the form of an answer, and the results of its attempts.
struct TaskText {
  let task: TaskDetail
  let wall: Wall
  let width: Int

  var text: String { [head, form, commands, attempts, result].filter { !$0.isEmpty }.joined(separator: "\n\n") }

  private var head: String {
    let summary = task.summary
    var fields = [
      ("task", "\(summary.task), \(summary.status)"), ("booking", summary.reference ?? ""),
      ("step", "\(summary.step) (\(summary.id)) of \(summary.workflow ?? "")"),
      ("since", wall.text(summary.since)), ("for", summary.assignee ?? ""), ("asks", summary.title ?? ""),
      ("more", summary.text ?? ""),
    ]
    fields.append(("due", summary.due.map { Wall.instant(.string($0)).map { wall.text($0) } ?? $0 } ?? ""))
    return fields.filter { !$0.1.isEmpty }.map { name, value in
      let gap = String(repeating: " ", count: 9 - name.count)
      return name + gap + Paragraph.wrap(Cell.plain(value), width: width - 9, indent: 9)
    }.joined(separator: "\n")
  }

  private var form: String {
    guard let form = task.form else { return "" }
    if form.isEmpty { return "ANSWER\n  no field; --data may carry remarks" }
    let table = Table<TaskDetail.FormField>([
      .init("field") { $0.name },
      .init("type") { field in field.range.map { "\(field.type), \($0)" } ?? field.type },
      .init("") { $0.required ? "needed" : "may be left out" },
    ])
    return "ANSWER\n" + Paragraph.indented(table.text(form, width: width - 2))
  }

  private var commands: String {
    guard !task.commands.isEmpty else { return "" }
    let lines = task.commands.map { "  " + Paragraph.command(Cell.plain($0), width: width - 4, indent: 2) }
    return "COMMANDS\n" + lines.joined(separator: "\n")
  }

  private var attempts: String {
    guard !task.tries.isEmpty else { return "" }
    let table = Table<TaskDetail.Attempt>([
      .init("attempt") { "\($0.number)" }, .init("") { $0.kind }, .init("started") { wall.exact($0.started) },
      .init("outcome") { $0.outcome.isEmpty ? "out" : $0.outcome }, .init("error") { $0.error },
    ])
    return "ATTEMPTS\n" + Paragraph.indented(table.text(task.tries, width: width - 2))
  }

  private var result: String {
    guard let result = task.result, !result.isNull else { return "" }
    return "RESULT\n" + Paragraph.indented(Outline.text(result, wall))
  }
}
