/// Every verb of the control API. The server checks calls against it, the client is written from it.
public enum VerbTable {
  public static let all: [Verb] = [
    Verb("status", .read, answer: "{version, state, now, …}: shown as it is"),
    Verb("metrics", .read, answer: "a string in Prometheus' text format"),
    Verb(
      "families.list", .read,
      [.optional("workflow", .text), .optional("status", .text), .optional("view", .object)] + page,
      answer: "{items: [{reference, workflow, status, view, created, updated}], next}"),
    Verb(
      "families.show", .read, [reference],
      answer: """
        {reference, workflow, status, machines: [{workflow, states, since, view, timers: [{name, due}], \
        steps: [{id, step, status, attempts, task, nextAt?}]}], waits: [{for, since, until?, who}], \
        ledger: {account: amount, …, currency}, tasks?: [{task, step, status, assignee?, since, command?}], \
        incidents: [{incident, problem, since, message?}], created, updated}
        """),
    Verb(
      "families.history", .read, [reference] + page,
      answer: "{items: [{at, sequence, workflow, from, to, event, step?, outcome?, text?, by?}], next}"),
    Verb(
      "families.event", .act, [reference, .required("name", .text), .optional("data", .object)], answer: verdict),
    Verb(
      "timers.list", .read, [.optional("reference", .text), .optional("before", .instant)] + page,
      answer: "{items: [{due, reference, workflow, name}], next}"),
    Verb(
      "tasks.list", .read,
      [.optional("status", .text), .optional("assignee", .text), .optional("reference", .text)] + page,
      answer:
        "{items: [{task, reference, workflow, step, status, assignee?, title?, attempts, since, due?, command?}], next}"
    ),
    Verb("tasks.done", .act, [.required("task", .text), .optional("data", .object)], answer: verdict),
    Verb("tasks.decline", .act, [.required("task", .text)], answer: verdict),
    Verb("tasks.retry", .act, [.required("task", .text)], answer: verdict),
    Verb(
      "incidents.list", .read, [.optional("status", .text), .optional("reference", .text)] + page,
      answer: "{items: [{incident, problem, reference?, workflow?, status, since, message?}], next}"),
    Verb("incidents.show", .read, [incident], answer: "one incident, with everything that is known: shown as it is"),
    Verb("incidents.retry", .act, [incident], answer: verdict),
    Verb("incidents.skip", .act, [incident], answer: verdict),
    Verb("incidents.discard", .act, [incident], answer: verdict),
    Verb(
      "inbox.list", .read, [.optional("status", .text), .optional("source", .text)] + page,
      answer: "{items: [{id, source, key, name, reference?, status, received, attempts}], next}"),
    Verb("workflows.list", .read, answer: "{items: [{workflow, version, hash, families}]}"),
    Verb(
      "workflows.show", .read, [.required("workflow", .text), .optional("version", .text)],
      answer: "{workflow, version, hash, source}"),
    Verb("store.verify", .read, isLong: true, answer: "{ok, checks: [{name, ok, detail?}]}"),
    Verb(
      "store.sql", .read, isLong: true, [.required("sql", .script), .optional("limit", .integer(1...10_000))],
      answer: "{columns: [name], rows: [[value]], truncated?}"),
    Verb("clock.show", .read, answer: "{now, mode, next?: {due, reference?, name?}, held?}"),
    Verb("clock.accept", .act, answer: verdict),
    Verb(
      "clock.advance", .act, streams: true,
      [.optional("to", .instant), .optional("by", .duration), .optional("next", .boolean)], answer: timeline),
    Verb(
      "events.follow", .read, streams: true, [.optional("reference", .text), .optional("workflow", .text)],
      answer: timeline),
    Verb("reload", .reload, answer: "{text}"),
  ]

  public static func verb(_ name: String) -> Verb? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  private static let reference = Verb.Argument.required("reference", .text)
  private static let incident = Verb.Argument.required("incident", .text)
  private static let page: [Verb.Argument] = [.optional("after", .text), .optional("limit", .integer(1...1_000))]
  private static let verdict =
    "{verdict, text?, reference?}; of a dry run also {history?, effects?, postings?}; a refusal is a failure 409 or 422"
  private static let timeline =
    "lines {at, reference, workflow, from, to, event, step?, outcome?, text?}; a line with only `text` is a remark"
}
