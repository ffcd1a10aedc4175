internal import Execution
internal import Statecharts
internal import YAMLTree

/// Runs the checks of the finished machines of a family. Each group of checks has a file of its own here.
struct BundleChecks {
  let charts: [Chart]
  let key: DataExpression
  let fields: [Bundle.ViewField]
  let catalogue: [String: StepDeclaration]
  let accounts: [Bundle.Account]
  let invariants: [Bundle.Invariant]
  let startRules: [Node]
  let report: Report

  func run() {
    for chart in charts where (2...StateSet.capacity).contains(chart.machine.states.count) {
      UnreachableStates(chart: chart).run()
      WaitingStates(chart: chart).run()
    }
    NamesInExpressions(charts: charts, accounts: accounts.map(\.name), report: report).run()
    // These checks infer from absence, so they need complete machines.
    for chart in charts where chart.hasShape {
      MissingOtherwise(chart: chart).run()
      LosingCandidates(chart: chart).run()
      StatesLeftAtOnce(chart: chart).run()
      AlwaysCycles(chart: chart).run()
      TimerCircles(chart: chart).run()
      StepCircles(chart: chart, catalogue: catalogue).run()
      HiddenHandlers(chart: chart).run()
      AlsoOuter(chart: chart).run()
      StrandingTimers(chart: chart).run()
      if charts.allSatisfy(\.isWhole) { MoneyKeys(chart: chart, fields: fields, charts: charts).run() }
      StepKeys(chart: chart, root: key, fields: fields, charts: charts).run()
      StepErrors(chart: chart, catalogue: catalogue).run()
      Overdrafts(chart: chart, accounts: accounts).run()
    }
    if charts.allSatisfy(\.hasShape) {
      Signals(charts: charts).run()
      IdleTimers(charts: charts, fields: fields).run()
      VacuousInvariants(charts: charts, invariants: invariants, report: report).run()
      LosingStartRules(startRules: startRules, report: report).run()
    }
  }
}
