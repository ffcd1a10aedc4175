internal import CEL
internal import Execution
internal import YAMLTree

/// Reads the form that a person fills in: `form:` of a human step, where it is a literal. Answers are checked against
/// these types.
struct FormReader {
  let report: Report

  private static let plain = ["string", "int", "bool", "double", "timestamp", "duration"]
  private static let keys = ["type", "min", "max"]

  func check(_ node: Node, _ declaration: StepDeclaration) {
    guard declaration.stepClass == .human, declaration.input.contains(where: { $0.name == "form" }) else { return }
    for entry in node["with"]?["form"]?.entries ?? [] {
      if entry.value.entries == nil { type(entry.value) } else { bounded(entry.value) }
    }
  }

  private func type(_ node: Node) {
    guard !isType(node) else { return }
    report.error(
      "bad-form-type", at: node, "'\(node.text ?? node.kind)' is not a type that a form's field can have",
      cure: NearestName.cure(node.text ?? "", among: Self.plain)
        ?? "string, int, bool, double, timestamp, duration, a|b|c; with |null if it may be left out")
  }

  /// `{type: int, min: 0, max: 100}`.
  private func bounded(_ node: Node) {
    guard let type = node["type"] else {
      report.error("bad-form-type", at: node, "the field has no type", cure: "{type: int, min: 0, max: 100}")
      return
    }
    for entry in node.entries ?? [] where !Self.keys.contains(entry.key.text ?? "") {
      report.error(
        "bad-form-type", at: entry.key, "'\(entry.key.text ?? "")' says nothing about a form's field",
        cure: NearestName.cure(entry.key.text ?? "", among: Self.keys) ?? "{type: int, min: 0, max: 100}")
    }
    self.type(type)
    let isNumber = words(type.text ?? "").contains { ["int", "double"].contains($0) }
    var bounds: [Double] = []
    for key in ["min", "max"] {
      guard let bound = node[key] else { continue }
      guard isNumber, let number = bound.text.flatMap(Double.init) else {
        report.error(
          "bad-form-type", at: bound, "'\(key)' is a number, and stands beside 'type: int' or 'type: double'",
          cure: "{type: int, min: 0, max: 100}")
        continue
      }
      bounds.append(number)
    }
    guard bounds.count == 2, bounds[0] > bounds[1], let least = node["min"] else { return }
    report.error("bad-form-type", at: least, "'min' is more than 'max': no answer fits", cure: "min: 0, max: 100")
  }

  private func words(_ text: String) -> [String] {
    text.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmed }
  }

  private func isType(_ node: Node) -> Bool {
    guard let text = node.text else { return false }
    // The form is known only when the task opens.
    if text.contains("${") { return true }
    let words = words(text).filter { $0 != "null" }
    if words.count == 1 { return Self.plain.contains(words[0]) }
    return !words.isEmpty && words.allSatisfy { !$0.isEmpty && !Self.plain.contains($0) && !$0.contains(" ") }
  }
}
