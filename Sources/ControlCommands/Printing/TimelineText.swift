import CEL
import CivilTime

/// One line of what happens, as it happens.
struct TimelineText {
  let wall: Wall

  /// `22 Nov 18:33:07  VLT-1  booking  requested → paid  payment.received  [stripe.capture done]  text`
  func line(_ entry: Value) -> String {
    guard let at = entry["at"].flatMap(Wall.instant) else { return Cell.text(entry["text"] ?? entry) }
    let seconds = at.seconds % 60
    var parts = ["\(wall.short(at)):\(seconds < 10 ? "0" : "")\(seconds)"]
    parts += ["reference", "workflow"].map { Cell.text(entry[$0]) }
    let from = Cell.text(entry["from"])
    let to = Cell.text(entry["to"])
    if !to.isEmpty { parts.append(from.isEmpty || from == to ? to : "\(from) → \(to)") }
    parts.append(Cell.text(entry["event"]))
    let step = Cell.text(entry["step"])
    if !step.isEmpty {
      let outcome = Cell.text(entry["outcome"])
      parts.append(outcome.isEmpty ? "[\(step)]" : "[\(step) \(outcome)]")
    }
    parts.append(Cell.text(entry["text"]))
    return parts.filter { !$0.isEmpty }.joined(separator: "  ")
  }
}
