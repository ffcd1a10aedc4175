import CEL
import EngineMessages
import HTTPTypes
import HummingbirdCore
import Listening

/// `/tasks/{reference}?capability=…`: what a party of a booking is asked to do, with a form for each question.
struct TaskPage: Sendable {
  let gateway: Gateway

  func respond(_ request: Request, _ body: UnreadBody, reference: String) async -> Response {
    guard case .capability(let secret) = Credentials.read(request) else { return Problem.notFound.response() }
    do throws(Unreadable) {
      guard let role = try await gateway.receiver.authorize(capability: secret, reference: reference) else {
        return Problem.notFound.response()
      }
      guard request.method == .post else { return try await list(role, reference, remark: nil) }
      switch await body.read() {
      case .truncated: return Problem(400, "body_truncated").response()
      case .tooLarge: return await gateway.tooLarge(source: "tasks").response()
      case .complete(let raw): return try await settle(TaskAnswer.fields(of: raw), role, reference)
      }
    } catch {
      return Problem.unreadable.response()
    }
  }

  private func settle(_ fields: [String: String], _ role: String, _ reference: String) async throws(Unreadable)
    -> Response
  {
    let tasks = try await gateway.receiver.tasks(of: role, reference: reference) ?? []
    guard let number = fields["task"].flatMap({ Int64($0) }), let task = tasks.first(where: { $0.number == number })
    else {
      return try await list(role, reference, remark: "That task is settled already.", status: 409)
    }
    if fields["act"] == "delegate" { return try await giveAway(number, role, reference) }
    let data: Value?
    if fields["act"] == "decline" {
      data = nil
    } else {
      do throws(TaskAnswer.Fault) {
        data = .map(try TaskAnswer.data(fields, task.form))
      } catch {
        return try await list(role, reference, remark: error.sentence, status: 422)
      }
    }
    let receiver = gateway.receiver
    return try await answered(role, reference, "Thank you: it is noted.") {
      await receiver.settle(task: number, data: data, role: role, reference: reference)
    }
  }

  /// A party gives a task to the office and to nobody else, since it does not know anybody else who could do it.
  private func giveAway(_ number: Int64, _ role: String, _ reference: String) async throws(Unreadable) -> Response {
    let receiver = gateway.receiver
    return try await answered(role, reference, "Thank you: our office takes care of it.") {
      await receiver.delegate(task: number, to: "operator", role: role, reference: reference)
    }
  }

  private func answered(
    _ role: String, _ reference: String, _ thanks: String, _ ask: @escaping @Sendable () async -> Reply?
  ) async throws(Unreadable) -> Response {
    guard case .replied(let reply) = await gateway.reply(ask) else { return Problem.busy.response() }
    if case .rejected(_, let message) = reply {
      return try await list(role, reference, remark: message, status: 422)
    }
    return try await list(role, reference, remark: thanks)
  }

  private func list(
    _ role: String, _ reference: String, remark: String?, status: Int = 200
  ) async throws(Unreadable) -> Response {
    guard let tasks = try await gateway.receiver.tasks(of: role, reference: reference) else {
      return Problem.notFound.response()
    }
    var page = HTMLPage("Your tasks for booking \(reference)")
    if let remark { page.body += "<p role=\"status\"><strong>\(HTMLPage.escaped(remark))</strong></p>\n" }
    if tasks.isEmpty { page.add(paragraph: "There is nothing to do at the moment.") }
    for task in tasks { page.body += section(task) }
    return page.response(status)
  }

  private func section(_ task: PartyTask) -> String {
    func text(_ text: String) -> String { HTMLPage.escaped(text) }
    var out = "<section aria-labelledby=\"task\(task.number)\"><h2 id=\"task\(task.number)\">\(text(task.title))</h2>\n"
    if let due = task.due { out += "<p>Please answer before <time>\(text(due))</time>.</p>\n" }
    if let link = task.link, link.hasPrefix("https://") {
      out += "<p><a href=\"\(text(link))\" rel=\"noopener noreferrer\">\(text(link))</a></p>\n"
    }
    if let words = task.text { out += "<pre>\(text(words))</pre>\n" }
    out += "<form method=\"post\"><input type=\"hidden\" name=\"task\" value=\"\(task.number)\">\n"
    for field in task.form { out += input(field, of: task) }
    out += "<button name=\"act\" value=\"done\">Done</button>"
    out += "<button name=\"act\" value=\"delegate\" formnovalidate>Give it to our office</button>"
    out += "<button name=\"act\" value=\"decline\" formnovalidate>I cannot do it</button></form></section>\n"
    return out
  }

  private func input(_ field: PartyTask.Field, of task: PartyTask) -> String {
    let id = "f\(task.number)-\(HTMLPage.escaped(field.name))"
    let name = "name=\"field.\(HTMLPage.escaped(field.name))\" id=\"\(id)\""
    let words = TaskAnswer.words(of: field)
    let required = words.contains("null") ? "" : " required"
    let label = field.name.map { $0 == "_" ? " " : String($0) }.joined()
    var out = "<label for=\"\(id)\">\(HTMLPage.escaped(label))</label>"
    switch words.first(where: { $0 != "null" }) {
    case "bool":
      out +=
        "<select \(name)\(required)><option value=\"\"></option><option value=\"true\">yes</option>"
        + "<option value=\"false\">no</option></select>"
    case "int":
      let bounds = (field.least.map { " min=\"\($0)\"" } ?? "") + (field.most.map { " max=\"\($0)\"" } ?? "")
      out += "<input type=\"number\" step=\"1\"\(bounds) \(name)\(required)>"
    case "string": out += "<textarea \(name)\(required)></textarea>"
    case "timestamp", "duration": out += "<input type=\"text\" \(name)\(required)>"
    default:
      let options = words.filter { $0 != "null" }.map { "<option>\(HTMLPage.escaped($0))</option>" }.joined()
      out += "<select \(name)\(required)><option value=\"\"></option>\(options)</select>"
    }
    return out + "\n"
  }
}
