import Control

/// A booking's history with an entry for each event.
struct HistoryText {
  let wall: Wall
  let width: Int

  func text(_ lines: [HistoryLine]) -> String { lines.map(entry).joined(separator: "\n") }

  /// The parts of a line of the event stream; parts that do not fit are continued below.
  private func entry(_ line: HistoryLine) -> String {
    let by = line.by.isEmpty || line.by == line.event ? "" : "by \(line.by)"
    let parts = [
      wall.exact(line.at), line.workflow, line.event, EventStreamText.change(from: line.from, to: line.to),
      EventStreamText.step(line.step, line.outcome), line.text ?? "", by,
    ]
    let words = parts.map { Paragraph.wrap(Cell.plain($0), width: width - 4, indent: 4) }
    return Paragraph.flow(words, width: width - 4, indent: 4)
  }
}
