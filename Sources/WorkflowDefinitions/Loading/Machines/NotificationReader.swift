internal import CEL
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Reads `notify:` of a transition: the messages that leave when it is taken. Each entry is a step of class notify, or a
/// named action that does nothing but start such steps. They start after the transition's actions, and belong to no state.
struct NotificationReader {
  let context: ReadingContext
  private var report: Report { context.report }

  init(context: ReadingContext) { self.context = context }

  func read(_ node: Node?, _ names: Names) -> [Action] {
    guard let node else { return [] }
    return (node.items ?? [node]).flatMap { item in
      let action =
        item["step"] == nil ? item : item.with(.mapping([(item.with(.scalar("spawn", isPlain: true)), item)]))
      let read = ActionReader(context: context).read(action, names)
      if let other = read.lazy.compactMap(otherEffect).first {
        report.error(
          "not-a-notification", at: item, "notify only tells people something, and this \(other)",
          cure: "actions: […] beside 'notify'")
      }
      return read
    }
  }

  /// Says how an action goes beyond telling people something; nil if it does not.
  private func otherEffect(_ action: Action) -> String? {
    switch action {
    case .spawnStep(let step):
      let type = context.parts.machine.steps[step].step
      guard let kind = context.bundle.catalogue[type]?.stepClass, kind != .notify else { return nil }
      return "starts '\(type)', a step of class \(kind.rawValue)"
    case .conditional(_, let then, let otherwise): return (then + otherwise).lazy.compactMap(otherEffect).first
    case .forEach(_, _, let body), .call(_, _, let body): return body.lazy.compactMap(otherEffect).first
    case .note: return nil
    default: return "does something else"
    }
  }
}
