internal import CEL
internal import Statecharts

/// Finds `key-without-family`: a step's key that does not begin with the key of its family. An idempotency key names
/// one action of one family. Without the family's key in it, two families can produce the same key, and the provider
/// would answer the second step with the result of the first.
struct StepKeys {
  let chart: Chart
  /// The root's `key:`.
  let root: DataExpression
  let fields: [Bundle.ViewField]
  let charts: [Chart]

  func run() {
    for (index, step) in chart.machine.steps.enumerated() where !beginsWithFamily(step.key, chart, depth: 0) {
      chart.report.warning(
        "key-without-family", at: chart.reading.places.steps[index] ?? chart.name(of: step.owner ?? 0),
        "the key of '\(step.step)' does not begin with the family's: two families would have one step between them",
        cure: "key: \"${family.key}/…\"")
    }
  }

  private func beginsWithFamily(_ key: DataExpression, _ chart: Chart, depth: Int) -> Bool {
    guard depth < 8, let first = parts(key).first else { return false }
    if chart.reading.index == 0, begins(parts(key), with: parts(root)) { return true }
    guard case .program(let program) = first else { return false }
    let source = program.source.filter { $0 != " " }
    if source == "family.key" || source.hasPrefix("family.key+") { return true }
    guard program.slots.count == 1, let slot = program.slots.first else { return false }
    switch slot {
    case 4000..<5000:
      let field = slot - Slot.view(0)
      guard fields.indices.contains(field), source == "view.\(fields[field].name)" else { return false }
      let owner = charts[fields[field].owner]
      let varies = owner.machine.states.contains { state in state.view.contains { $0.field == field } }
      guard !varies, let value = owner.machine.viewValues.first(where: { $0.field == field })?.value else {
        return false
      }
      return beginsWithFamily(value, owner, depth: depth + 1)
    // A parameter of a named action; its value is checked where the action is used.
    case 5000..<6000: return true
    case 6000..<7000:
      let define = slot - Slot.define(0)
      guard chart.machine.defines.indices.contains(define) else { return false }
      return beginsWithFamily(.program(chart.machine.defines[define]), chart, depth: depth + 1)
    default: return false
    }
  }

  private func parts(_ key: DataExpression) -> [DataExpression] {
    if case .text(let parts) = key { parts } else { [key] }
  }

  private func begins(_ parts: [DataExpression], with prefix: [DataExpression]) -> Bool {
    guard parts.count >= prefix.count else { return false }
    for (position, (part, wanted)) in zip(parts, prefix).enumerated() {
      switch (part, wanted) {
      case (.program(let one), .program(let other)): if one.source != other.source { return false }
      case (.literal(let one), .literal(let other)):
        let (text, start) = (Interpolation.display(one), Interpolation.display(other))
        guard position == prefix.count - 1 ? text.hasPrefix(start) : text == start else { return false }
      default: return false
      }
    }
    return true
  }
}
