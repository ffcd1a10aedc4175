internal import CEL
internal import Statecharts
internal import YAMLTree

/// Checks names that stand in expressions as string literals: `unknown-state`, `unknown-account`, `unknown-step-id`.
struct NamesInExpressions {
  let charts: [Chart]
  let accounts: [String]
  let report: Report

  func run() {
    for use in report.uses where charts.indices.contains(use.machine) {
      for call in use.program.hostCalls {
        guard let function = HostFunction(rawValue: call.id), let name = call.literalArguments.first??.stringValue
        else { continue }
        switch function {
        case .in, .firstEntered: state(name, of: charts[use.machine], use)
        case .entered: enteredState(name, use)
        case .balance: account(name, use)
        case .running: step(name, charts[use.machine], use)
        }
      }
    }
    for chart in charts {
      for stop in chart.reading.places.signals where stop.kind == "stop" && !stop.event.contains("${") {
        let pattern: StepIDPattern =
          stop.event.hasSuffix("*")
          ? StepIDPattern([.text(String(stop.event.dropLast())), .any]) : StepIDPattern([.text(stop.event)])
        if !chart.isWhole || hasStep(pattern, chart) { continue }
        report.error(
          "unknown-step-id", at: stop.place, "'\(chart.machine.name)' starts no step with the id '\(stop.event)'",
          cure: "the 'id' of a step that this machine starts; mails are 'mail/template/to'")
      }
    }
  }

  private func state(_ name: String, of chart: Chart, written: String? = nil, _ use: ExpressionUse) {
    guard !chart.machine.states.isEmpty, chart.machine.state(named: name) == nil else { return }
    let known = chart.machine.states.dropFirst().map(\.name)
    tell(
      "unknown-state", written ?? name, use, "there is no state '\(name)' in '\(chart.machine.name)'",
      cure: NearestName.cure(name, among: known) ?? "states: \(known.joined(separator: ", "))")
  }

  private func enteredState(_ name: String, _ use: ExpressionUse) {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return state(name, of: charts[use.machine], use) }
    guard let chart = charts.first(where: { $0.machine.name == parts[0] }) else {
      let known = charts.map(\.machine.name)
      return tell(
        "unknown-workflow", name, use, "workflow '\(parts[0])' is not in the family",
        cure: NearestName.cure(parts[0], among: known)
          ?? "workflows: \(known.joined(separator: ", "))")
    }
    state(parts[1], of: chart, written: name, use)
  }

  private func account(_ name: String, _ use: ExpressionUse) {
    if accounts.contains(name) { return }
    tell(
      "unknown-account", name, use, "there is no account '\(name)'",
      cure: NearestName.cure(name, among: accounts) ?? "declare it under ledger.accounts")
  }

  private func step(_ name: String, _ chart: Chart, _ use: ExpressionUse) {
    if !chart.isWhole || hasStep(StepIDPattern([.text(name)]), chart) { return }
    tell(
      "unknown-step-id", name, use, "'\(chart.machine.name)' starts no step with the id '\(name)'",
      cure: "the 'id' of a step that this machine starts; mails are 'mail/template/to'")
  }

  private func hasStep(_ pattern: StepIDPattern, _ chart: Chart) -> Bool {
    chart.machine.steps.contains { StepIDPattern($0.id).overlaps(pattern) }
  }

  /// Adds a finding at the first literal of that text in the expression, its quotes included.
  private func tell(_ code: String, _ name: String, _ use: ExpressionUse, _ message: String, cure: String) {
    let source = Array(use.program.source.utf8)
    let place = ["'\(name)'", "\"\(name)\""].lazy.compactMap { quoted in
      source.indices.first { source[$0...].starts(with: quoted.utf8) }
    }.first
    report.error(
      code, in: use, offset: place ?? 0, length: place == nil ? 1 : name.utf8.count + 2, message, cure: cure)
  }
}

/// The ids that an expression can produce: literal text, with gaps for the parts that are known only at run time.
struct StepIDPattern {
  enum Part {
    case text(String)
    case any
  }

  private let parts: [UInt8?]

  /// A nil part stands for any number of bytes.
  init(_ parts: [Part]) {
    self.parts = parts.flatMap { part -> [UInt8?] in
      switch part {
      case .text(let text): text.utf8.map { $0 }
      case .any: [nil]
      }
    }
  }

  init(_ expression: DataExpression) {
    func part(_ expression: DataExpression) -> Part {
      if case .literal(.string(let text)) = expression { return .text(text) }
      return .any
    }
    if case .text(let list) = expression { self.init(list.map(part)) } else { self.init([part(expression)]) }
  }

  /// Whether some id matches both patterns.
  func overlaps(_ other: StepIDPattern) -> Bool {
    var seen: Set<[Int]> = []
    var work = [[0, 0]]
    while let place = work.popLast() {
      guard seen.insert(place).inserted else { continue }
      let (i, j) = (place[0], place[1])
      if i == parts.count, j == other.parts.count { return true }
      if i < parts.count, parts[i] == nil {
        work.append([i + 1, j])
        if j < other.parts.count { work.append([i, j + 1]) }
      }
      if j < other.parts.count, other.parts[j] == nil {
        work.append([i, j + 1])
        if i < parts.count { work.append([i + 1, j]) }
      }
      if i < parts.count, j < other.parts.count, let a = parts[i], let b = other.parts[j], a == b {
        work.append([i + 1, j + 1])
      }
    }
    return false
  }
}
