internal import Statecharts
internal import YAMLTree

/// Finds `overdraft-by-fact`: a webhook reports a fact, and a posting that can fail for lack of money would refuse to
/// record it.
struct Overdrafts {
  let chart: Chart
  let accounts: [Bundle.Account]

  func run() {
    for (index, transition) in chart.machine.transitions.enumerated() {
      guard let event = transition.event, let declaration = chart.machine.declarations[event],
        declaration.from.contains(where: isFact)
      else { continue }
      for post in Effects(of: transition.actions).posts {
        guard case .inTurn(let names) = post.from, names.count > 1, let last = names.last,
          accounts.first(where: { $0.name == last })?.kind == .credit
        else { continue }
        chart.report.error(
          "overdraft-by-fact", at: chart.place(ofTransition: index),
          "'\(declaration.name)' is a fact, and this posting fails when \(names.joined(separator: ", ")) together hold "
            + "too little",
          cure: "end 'from' with an account that may owe (signed or external)")
      }
    }
  }

  /// A provider tells of money that has moved. Another family only says what it would like.
  private func isFact(_ source: String) -> Bool { !source.hasPrefix("\(Event.publishedSource)/") }
}
