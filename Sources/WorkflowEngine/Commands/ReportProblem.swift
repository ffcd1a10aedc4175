internal import CEL
internal import EngineMessages
internal import Storage

/// Something that the rim saw and a person should look at. It is told once while an incident that says the same is open, or a sender
/// could open one each minute for ever.
struct ReportProblem: Command {
  /// Open incidents that are looked through; beyond them one of the same code is enough.
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
