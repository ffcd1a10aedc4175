internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads the actions of `start:`. They run once, before anything that the root machine does when it is entered: those of
/// the first entry whose guard holds, which is the entry that let the family start.
struct StartActionReader {
  let context: ReadingContext

  /// The actions to run when the root machine is entered.
  func read(_ start: Node?) -> [Action] {
    let entries = start?.items ?? []
    guard entries.contains(where: { $0["actions"] != nil }) else { return [] }
    var rest: [Action] = []
    for entry in entries.reversed() {
      if let actions = entry["actions"], entry["reject"] != nil {
        context.report.error(
          "disposition-with-target", at: actions, "an entry that refuses the start has no actions: nothing is stored",
          cure: "actions in the entry that lets the family start")
      }
      let actions = ActionReader(context: context).read(entry["actions"], context.names)
      guard let node = entry["guard"] else {
        rest = actions
        continue
      }
      guard let condition = context.expressions.program(node, context.names, expecting: .bool) else { continue }
      rest = [.conditional(condition, then: actions, otherwise: rest)]
    }
    return rest
  }
}
