import Control

extension IncidentSummary {
  /// The message, and of an alarm that recurred how often and when last.
  func message(_ wall: Wall) -> String {
    guard let times, let last else { return message }
    return "\(message) (\(times) times, last \(wall.text(last)))"
  }
}
