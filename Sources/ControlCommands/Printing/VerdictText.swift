import CEL

/// What came of an act, in a sentence.
enum VerdictText {
  static func sentence(_ answer: Value, done: String, dryRun: Bool) -> String {
    let text = answer["text"]?.stringValue.map { Cell.plain($0) }
    if dryRun {
      let verdict = Cell.plain(answer["verdict"]?.stringValue ?? "accepted")
      let head = "Nothing was done. The daemon would answer: \(verdict). \(text ?? "")"
      let parts = ["history", "effects", "postings"].compactMap { name in
        answer[name].map { "\n\(name):\n\(Outline.text($0, .local))" }
      }
      return head + parts.joined()
    }
    if let text { return text }
    switch answer["verdict"]?.stringValue {
    case "duplicate": return "\(done): that was done before, under the same key."
    case "pending": return "\(done): stored, not yet decided; look again in a moment."
    case nil, "accepted": return "\(done)."
    case .some(let other): return "\(done): \(Cell.plain(other))."
    }
  }
}
