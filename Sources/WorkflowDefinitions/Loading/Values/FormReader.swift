internal import CEL
internal import Execution
internal import YAMLTree

/// Reads the form that a person fills in: `form:` of a human step, where it is a literal. Answers are checked against
/// these types.
struct FormReader {
  let report: Report

  private static let plain = ["string", "int", "bool", "double", "timestamp", "duration"]

  func check(_ node: Node, _ declaration: StepDeclaration) {
    guard declaration.stepClass == .human, declaration.input.contains(where: { $0.name == "form" }) else { return }
    for entry in node["with"]?["form"]?.entries ?? [] where !isType(entry.value) {
      report.error(
        "bad-form-type", at: entry.value,
        "'\(entry.value.text ?? entry.value.kind)' is not a type that a form's field can have",
        cure: NearestName.cure(entry.value.text ?? "", among: Self.plain)
          ?? "string, int, bool, double, timestamp, duration, a|b|c; with |null if it may be left out")
    }
  }

  private func isType(_ node: Node) -> Bool {
    guard let text = node.text else { return false }
    // The form is known only when the task opens.
    if text.contains("${") { return true }
    var words = text.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmed }
    words.removeAll { $0 == "null" }
    if words.count == 1 { return Self.plain.contains(words[0]) }
    return !words.isEmpty && words.allSatisfy { !$0.isEmpty && !Self.plain.contains($0) && !$0.contains(" ") }
  }
}
