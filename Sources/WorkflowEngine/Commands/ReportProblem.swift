internal import CEL
internal import EngineMessages
internal import Storage

/// Opens an incident for a problem that was noticed outside the engine. Nothing happens while an equal incident is
/// open, since otherwise a sender could open one every minute.
struct ReportProblem: Command {
  /// The number of open incidents that are compared. If there are more, one of the same code is enough.
  private static let reach = 1_000

  let code: String
  let title: String
  let detail: Value

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    let open = try context.store.incidents(status: .open, family: nil, limit: Self.reach)
    let isTold = open.contains { $0.code == code && $0.title == title }
    if isTold { return nil }
    if open.count < Self.reach {
      try context.incidents.open(code, title: title, family: nil, reference: "", detail: detail)
    } else {
      try context.incidents.openOnce(code, title: title, family: nil, reference: "", detail: detail)
    }
    return nil
  }
}
