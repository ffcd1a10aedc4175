import ArgumentParser
import Control

struct LeadsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List leads in the order of their ids, each with the score that it has now.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  @Option(name: .long, help: "Only those in this state.")
  var status: LeadStatus?

  @Option(name: .long, help: "Only those that this person looks after.")
  var assigned: ShortText?

  func perform(_ session: Session) throws {
    let request = ListLeads(status: status, assigned: assigned, after: page.after, limit: page.length.limit)
    session.show(list: try session.read(request), empty: "no lead") { wall in
      [
        .init("lead") { $0.id }, .init("total") { $0.total.map { String($0) } ?? "–" },
        .init("grade") { $0.grade ?? "–" }, .init("priority") { $0.priority ?? "–" }, .init("status") { $0.status },
        .init("assigned") { $0.assigned ?? "–" }, .init("told") { wall.relative($0.told) },
      ]
    }
  }
}

struct LeadsShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a lead with every point of its score, and what it has done.",
    discussion: "Name, address and words are told on the admin socket only: --socket names it.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The lead's id.")
  var id: ShortText

  func perform(_ session: Session) throws { session.show(object: try session.read(ShowLead(id: id))) }
}

struct LeadsAssign: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign", abstract: "Give a lead to a person, by the rules of sales or by name.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The lead's id.")
  var id: ShortText

  @Option(name: .long, help: "The person's id; by the rules when not given.")
  var person: ShortText?

  func perform(_ session: Session) throws {
    try session.act(AssignLead(id: id, person: person), act, done: "\(id.string) was assigned")
  }
}

struct LeadsTouch: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "touch", abstract: "Note something that a lead has done.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The lead's id.")
  var id: ShortText

  @Argument(help: "One of page_view, download, mail_click, social, webinar, consultation_completed.")
  var kind: TouchKind

  @Option(name: .long, help: "The page of a page_view: profile, pricing, booking, other.")
  var page: TouchPage?

  @Option(name: .long, help: "Where, such as linkedin.")
  var channel: ShortText?

  func validate() throws {
    if page != nil, kind != .pageView { throw ValidationError("--page goes with page_view only") }
  }

  func perform(_ session: Session) throws {
    let request = TouchLead(id: id, kind: kind, page: page, channel: channel)
    try session.act(request, act, done: "\(kind.rawValue) of \(id.string) was noted")
  }
}

struct LeadsClose: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "End a lead as won or lost; probabilities are made of how leads ended.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The lead's id.")
  var id: ShortText

  @Argument(help: "won or lost.")
  var result: LeadResult

  func perform(_ session: Session) throws {
    try session.act(CloseLead(id: id, result: result), act, done: "\(id.string) is \(result.rawValue)")
  }
}

struct LeadsForget: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Forget a lead for good, with its touchpoints and every version of both.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The lead's id.")
  var id: ShortText

  func perform(_ session: Session) throws {
    try session.act(ForgetLead(id: id), act, done: "\(id.string) is forgotten")
  }
}
