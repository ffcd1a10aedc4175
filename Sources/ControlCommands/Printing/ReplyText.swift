import CEL
import Control

/// The result of an act in one sentence.
enum ReplyText {
  static func sentence(_ result: ActResult, done: String, dryRun: Bool) -> String {
    if dryRun { return rehearsal(result) }
    if let text = result.text { return Cell.plain(text) }
    switch result.verdict {
    case "duplicate": return "\(done): that was done before, under the same key."
    case "pending": return "\(done): stored, not yet decided; look again in a moment."
    case let verdict: return reception[verdict] ?? "\(done)."
    }
  }

  /// The dispositions of an event that did not do, or has not yet done, what was asked. The others are `done`.
  private static let reception = [
    "ignored": "Nothing changed: the booking's present state ignores this event.",
    "deferred": "The event waits until the booking has moved on.",
    "already": "Nothing changed: an equal event waits already.",
    "queued": "The event is kept: the booking is stopped, and takes it when it runs again.",
    "unmatched": "The event is kept: no booking takes it yet. It is offered again, in the end to you.",
    "held": "The booking stopped over this event; an incident holds it ('magnetiqctl incidents list').",
    "quarantined": "The event is too old to be taken; an incident tells of it ('magnetiqctl incidents list').",
  ]

  private static func rehearsal(_ result: ActResult) -> String {
    let why = [result.text, result.message].compactMap { $0 }.map { Cell.plain($0) }
    var text = (["Nothing was done. The daemon would answer: \(Cell.plain(result.verdict))."] + why)
      .joined(separator: " ")
    if let history = result.history { text += "\nhistory:\n\(Outline.text(history, .local))" }
    let effects = (result.effects ?? []).map { "- \(Cell.plain($0))" }
    if !effects.isEmpty { text += "\neffects:\n\(effects.joined(separator: "\n"))" }
    let postings = (result.postings ?? []).map { "- \($0.amount) from \(Cell.plain($0.from)) to \(Cell.plain($0.to))" }
    if !postings.isEmpty { text += "\npostings:\n\(postings.joined(separator: "\n"))" }
    return text
  }
}
