internal import CEL

/// Where a view field's value comes from: the active state that says it, else the machine.
struct ViewPlan: Sendable {
  /// States of the owner that name the field.
  let states: StateSet
  /// By rank among them.
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
