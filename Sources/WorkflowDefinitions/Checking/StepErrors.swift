internal import CEL
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Compares `onError` with the catalogue's error codes: `uncovered-error-code` and `unknown-error-code`.
struct StepErrors {
  let chart: Chart
  let catalogue: [String: StepDeclaration]

  /// Codes with which any step may fail, whether or not the catalogue lists them.
  static let common = [
    "declined", "expired", "rejected", "retries_exhausted", "settlement_failed", "unauthorized", "unknown_outcome",
    "unreadable_reply",
  ]

  func run() {
    for (index, step) in chart.machine.steps.enumerated() {
      guard let declaration = catalogue[step.step] else { continue }
      let source = step.owner ?? 0
      let candidates = chart.machine.states[source].handlers[step.error] ?? []
      // A misspelt code leaves the intended one uncovered; only the misspelling is reported.
      let isMisspelt = candidates.reduce(false) { unknown($1, declaration) || $0 }
      if isMisspelt || candidates.isEmpty || candidates.contains(where: chart.isAlways) { continue }
      let open = declaration.errors.filter { code in
        let data: Value = .map(ValueMap([("code", .string(code))]))
        return candidates.allSatisfy { candidate in
          guard let condition = chart.machine.transitions[candidate].guard else { return false }
          return chart.values(of: condition, in: source, eventData: data) == [false]
        }
      }
      if open.isEmpty { continue }
      chart.report.error(
        "uncovered-error-code", at: chart.reading.places.steps[index] ?? chart.name(of: source),
        "'\(step.step)' may fail with \(open.map { "'\($0)'" }.joined(separator: ", ")), and no candidate of 'onError' "
          + "takes that",
        cure: "a last candidate without a guard, or one for each code")
    }
  }

  /// Reports codes that a guard compares `event.data.code` with although the step never fails with them.
  private func unknown(_ candidate: Int, _ declaration: StepDeclaration) -> Bool {
    guard let condition = chart.machine.transitions[candidate].guard,
      let place = chart.place(ofTransition: candidate)["guard"], !declaration.errors.isEmpty
    else { return false }
    let known = declaration.errors + Self.common
    let use = ExpressionUse(program: condition, node: place, shift: 0, machine: 0)
    let codes = ComparedTexts(of: "event.data.code", in: condition.source).found.filter { !known.contains($0.text) }
    for (code, offset) in codes {
      chart.report.error(
        "unknown-error-code", in: use, offset: offset, length: code.utf8.count + 2,
        "'\(declaration.name)' never fails with '\(code)'",
        cure: NearestName.cure(code, among: known)
          ?? "its codes: \(declaration.errors.joined(separator: ", "))")
    }
    return !codes.isEmpty
  }
}

/// The literals that a name is compared with: `name == 'a'`, `name != 'a'`, `name in ['a', 'b']`.
struct ComparedTexts {
  /// Each literal with the offset of its opening quote, in bytes.
  private(set) var found: [(text: String, offset: Int)] = []
  private let bytes: [UInt8]
  private var position = 0

  init(of name: String, in source: String) {
    bytes = Array(source.utf8)
    let wanted = Array(name.utf8)
    for start in bytes.indices where bytes[start...].starts(with: wanted) {
      position = start + wanted.count
      if take("==") || take("!=") {
        literal()
      } else if take("in"), take("[") {
        repeat { literal() } while take(",")
      }
    }
  }

  private mutating func skip() { while position < bytes.count, bytes[position] == 32 { position += 1 } }

  private mutating func take(_ word: String) -> Bool {
    skip()
    guard position < bytes.count, bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func literal() {
    skip()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "\""),
      let end = bytes[(position + 1)...].firstIndex(of: bytes[position])
    else { return }
    found.append((String(decoding: bytes[(position + 1)..<end], as: UTF8.self), position))
    position = end + 1
  }
}
