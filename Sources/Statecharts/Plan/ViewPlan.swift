internal import CEL

/// The sources of a view field's value: the active states that set it, otherwise the machine.
struct ViewPlan: Sendable {
  /// The states of the owner that set the field.
  let states: StateSet
  /// The values in those states, by rank among them.
  let values: [DataExpression]
  /// The machine's own value.
  let own: DataExpression?

  init(field: Int, owner: Int, machines: [Machine]) {
    let nodes = machines[owner].states
    let naming = nodes.indices.filter { nodes[$0].view.contains { $0.field == field } }
    states = StateSet(naming)
    values = naming.compactMap { nodes[$0].view.first { $0.field == field }?.value }
    own = machines[owner].viewValues.first { $0.field == field }?.value
  }
}
