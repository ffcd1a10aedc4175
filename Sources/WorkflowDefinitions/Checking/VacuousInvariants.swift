internal import CEL
internal import Statecharts
internal import YAMLTree

/// Finds `vacuous-invariant`: a condition that no configuration can violate, so that it guards nothing.
struct VacuousInvariants {
  let charts: [Chart]
  let invariants: [Bundle.Invariant]
  let report: Report

  func run() {
    for invariant in invariants {
      let chart = charts[invariant.machine]
      let harmless = invariant.kind != .never
      guard chart.values(of: invariant.condition, in: nil) == [harmless],
        let place = place(of: invariant, in: chart.file)
      else { continue }
      report.error(
        "vacuous-invariant", at: place,
        "the condition is \(harmless) in every configuration: the invariant can never be broken",
        cure: "states beside each other are never active together; use a view field or the context instead")
    }
  }

  private func place(of invariant: Bundle.Invariant, in file: Node) -> Node? {
    let key =
      switch invariant.kind {
      case .always: "always";
      case .never: "never";
      case .atRest: "atRest"
      case .assume: "assume"
      }
    return file["invariants"]?.items?.compactMap { $0[key] }.first { $0.text == invariant.condition.source }
  }
}
