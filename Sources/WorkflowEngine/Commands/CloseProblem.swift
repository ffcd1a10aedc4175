internal import CEL
internal import EngineMessages
internal import Storage

/// Closes the incidents of problems that were noticed outside the engine and are over, so that nobody looks at what works again.
struct CloseProblem: Command {
  /// The number of open incidents that are looked through. One beyond them stays open.
  private static let reach = 10_000

  let code: String
  let field: String
  let value: String
  let reason: String

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    for incident in try context.store.incidents(status: .open, family: nil, limit: Self.reach)
    where incident.code == code {
      let detail = try context.parse(incident.detail, "incidents.detail of \(incident.id)")
      guard detail[field]?.stringValue == value else { continue }
      try context.incidents.close(incident, .resolved, by: "engine", reason: reason)
    }
    return nil
  }
}
