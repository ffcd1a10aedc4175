internal import CEL
internal import CivilTime
internal import Statecharts
internal import YAMLTree

/// Reads `params:` of all files of a family: values that the operator may replace.
struct ParameterReader {
  let report: Report
  let zones: any ZoneSource
  let types: TypeReader
  let expressions: ExpressionReader

  /// If several files declare a parameter, the first declaration counts.
  func read(_ entries: [(key: Node, value: Node)]) -> [Bundle.Parameter] {
    var result: [Bundle.Parameter] = []
    for entry in entries where !result.contains(where: { $0.name == entry.key.text ?? "" }) {
      result.append(parameter(entry))
    }
    return result
  }

  /// A parameter with a wrong default is declared without one, so that its uses are not reported as unknown.
  private func parameter(_ entry: (key: Node, value: Node)) -> Bundle.Parameter {
    let name = entry.key.text ?? ""
    let field = types.outside.field(entry.value)
    var parameter = Bundle.Parameter(name: name, type: field.type, value: .null, limits: field.limits)
    guard let value = field.value else {
      report.error("missing-default", at: entry.key, "parameter '\(name)' needs a default", cure: "default: …")
      return parameter
    }
    let names = Names(environment: CELEnvironment(zones: zones))
    let before = report.findings.count
    if case .literal(let literal) = expressions.dataOrGap(value, names, expecting: field.type) {
      parameter.value = literal
      if report.findings.count == before, (try? parameter.decode(literal)) == nil {
        report.error(
          "out-of-range", at: value, "the default of '\(name)' is outside of its own bounds",
          cure: "min ≤ default ≤ max")
      }
    } else if report.findings.count == before {
      report.error("missing-default", at: value, "the default of '\(name)' is no plain value", cure: "default: 3")
    }
    return parameter
  }
}
