internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads `invariants:` of a machine.
struct InvariantReader {
  let report: Report
  let expressions: ExpressionReader

  private static let kinds: [(key: String, kind: Bundle.Invariant.Kind)] = [
    ("always", .always), ("never", .never), ("atRest", .atRest), ("assume", .assume),
  ]

  func read(_ file: Node, of reading: MachineReading) -> [Bundle.Invariant] {
    var names = reading.names
    for (index, field) in reading.machine.context.enumerated() {
      names.environment.declare("before.context.\(field.name)", field.type, slot: Slot.before(index))
    }
    names.environment.declare("family.stranded", .bool, slot: Slot.stranded)
    return (file["invariants"]?.items ?? []).compactMap { invariant($0, machine: reading.index, names) }
  }

  private func invariant(_ node: Node, machine: Int, _ names: Names) -> Bundle.Invariant? {
    report.checkKeys(node, Keys.invariant)
    if node["name"] == nil {
      report.error(
        "missing-key", at: node, "an invariant needs a name, which an incident will show", cure: "name: books balance")
    }
    let given = Self.kinds.filter { node[$0.key] != nil }
    if given.count > 1 {
      report.error(
        "bad-value", at: node[given[1].key] ?? node, "an invariant is one of always, never, atRest and assume",
        cure: "an entry of its own for '\(given[1].key)'")
    }
    guard let (key, kind) = given.first, let condition = node[key] else {
      report.error(
        "missing-key", at: node, "an invariant needs always, never, atRest or assume",
        cure: "always: \"context.paid >= 0\"")
      return nil
    }
    return expressions.program(condition, names, expecting: .bool).map {
      Bundle.Invariant(name: node["name"]?.text ?? "", kind: kind, condition: $0, machine: machine)
    }
  }
}
