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
  /// The names of all steps that executors offer.
  let steps: [String]

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
    let field = types.outside.field(plain(entry.value))
    var parameter = Bundle.Parameter(
      name: name, type: field.type, value: .null, limits: field.limits, steps: switched(entry.value, field.type))
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

  /// The declaration without `steps`, as any field is declared.
  private func plain(_ node: Node) -> Node {
    guard node["type"] != nil, let entries = node.entries else { return node }
    return node.with(.mapping(entries.filter { $0.key.text != "steps" }))
  }

  /// The steps that are used only while the parameter is true.
  private func switched(_ node: Node, _ type: CELType) -> [String] {
    guard node["type"] != nil, let list = node["steps"] else { return [] }
    guard type == .bool, let items = list.items, !items.isEmpty else {
      report.error(
        "bad-value", at: list, "'steps' lists the steps that a parameter of type bool switches on",
        cure: "{type: bool, default: false, steps: [meeting.create]}")
      return []
    }
    return items.compactMap { item in
      guard let name = item.text, steps.contains(name) else {
        report.error(
          "unknown-step", at: item, "no executor offers the step '\(item.text ?? "")'",
          cure: NearestName.cure(item.text ?? "", among: steps) ?? "steps: \(steps.joined(separator: ", "))")
        return nil
      }
      return name
    }
  }
}
