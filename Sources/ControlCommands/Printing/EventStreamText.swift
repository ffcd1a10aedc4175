import CivilTime
import Control

/// One line of the event stream.
struct EventStreamText {
  let wall: Wall

  /// `22 Nov 18:33:07 +01:00  VLT-1  booking  requested → paid  payment.received  [stripe.capture done]  text`
  func line(_ entry: EventStreamEntry) -> String {
    guard let at = entry.at else { return Cell.plain(entry.text ?? "") }
    let parts = [
      wall.exact(at), entry.reference, entry.workflow, Self.change(from: entry.from, to: entry.to), entry.event,
      Self.step(entry.step, entry.outcome), entry.text,
    ]
    return parts.compactMap { $0 }.filter { !$0.isEmpty }.map { Cell.plain($0) }.joined(separator: "  ")
  }

  /// `requested → paid`; only the new states if the old ones are unknown or the same.
  static func change(from: String?, to: String?) -> String {
    let (from, to) = (from ?? "", to ?? "")
    return to.isEmpty || from.isEmpty || from == to ? to : "\(from) → \(to)"
  }

  static func step(_ step: String?, _ outcome: String?) -> String {
    let words = [step, outcome].compactMap { $0 }.filter { !$0.isEmpty }
    return words.isEmpty ? "" : "[\(words.joined(separator: " "))]"
  }
}
