internal import CEL
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Checks templates and their uses: `bad-template`, `unknown-template` and `template-data`. It does not judge a template
/// name that depends on the booking.
struct TemplateCheck {
  let report: Report

  /// Reads the templates that the folder offers to each step that fills templates in.
  func read(_ files: [SourceFile], _ catalogue: [StepDeclaration]) {
    let all = files.map { StepTemplates.File(path: $0.path, source: $0.source) }
    for declaration in catalogue {
      guard let offer = declaration.templates?.read(all) else { continue }
      report.templates[declaration.name] = offer
      for fault in offer.faults {
        report.add([
          Finding(
            code: "bad-template", file: fault.path, line: fault.line, column: 1, message: fault.message,
            cure: fault.cure)
        ])
      }
    }
  }

  /// Checks one use of a step against the templates on offer.
  func hold(_ step: StepDefinition, _ node: Node, _ names: Names) {
    guard let offer = report.templates[step.step] else { return }
    var known = ValueMap()
    var places: [String: Node] = [:]
    for field in step.input {
      guard let found = KnownValue(field.value, at: node["with"]?[field.name] ?? node, names) else { continue }
      known[field.name] = found.value
      places[field.name] = found.place
    }
    var given: [String: [String: StepTemplates.Given]] = [:]
    var parts: [String: Node] = [:]
    for field in step.input {
      guard case .map(let entries) = field.value else { continue }
      for entry in entries {
        let place = node["with"]?[field.name]?[entry.key] ?? node
        let found = KnownValue(entry.value, at: place, names)
        let isNull = found?.value.isNull ?? false
        if isNull { parts["\(field.name).\(entry.key)"] = found?.place }
        given[field.name, default: [:]][entry.key] = StepTemplates.Given(type: entry.value.type, isNull: isNull)
      }
    }
    for fault in offer.mismatches(known, given) {
      let place = parts["\(fault.field).\(fault.key)"] ?? places["template"] ?? node["with"]?[fault.field] ?? node
      report.error("template-data", at: place, fault.message, cure: fault.cure)
    }
    for gap in offer.gaps(known) {
      report.error(
        "unknown-template", at: places[gap.field] ?? node, gap.message,
        cure: NearestName.cure(gap.given, among: gap.known) ?? gap.cure)
    }
  }
}
