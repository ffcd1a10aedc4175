internal import CEL
internal import EngineMessages
internal import Storage

/// Something that the rim saw and a person should look at.
struct ReportProblem: Command {
  let code: String
  let title: String
  let detail: Value

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    try context.incidents.open(code, title: title, family: nil, reference: "", detail: detail)
    return nil
  }
}
