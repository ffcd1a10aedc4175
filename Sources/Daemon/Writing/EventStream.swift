import CivilTime
import Control
import Synchronization
import SystemdSupport
import WorkflowEngine

/// Writes events to the systemd journal and to followers. Entries are written after the commit, from the journal's own
/// queue.
final class EventStream: Sendable {
  private let journal: Journal
  /// The most lines that wait for one follower.
  private static let linesKept = 4_096
  private let followers = Mutex<(next: Int, buffers: [Int: LineBuffer])>((0, [:]))

  init(journal: Journal) { self.journal = journal }

  func publish(_ records: [JournalRecord]) {
    for record in records {
      journal.log(entry(record))
      tell(line(record))
    }
  }

  /// Writes a remark about the daemon itself.
  func remark(_ text: String, isUrgent: Bool = false, messageID: MessageID? = nil) {
    journal.log(JournalEntry(text, priority: isUrgent ? .error : .notice, messageID: messageID))
    tell(EventStreamEntry(text: text))
  }

  func flush() { _ = journal.flush() }

  /// Returns the selected events from now on, until the reader disconnects. A slow reader misses the oldest lines, and
  /// a line gives their number.
  func follow(where isIncluded: @escaping @Sendable (EventStreamEntry) -> Bool = { _ in true }) -> AsyncStream<
    EventStreamEntry
  > {
    let subscription = subscribe(where: isIncluded)
    return AsyncStream { await subscription.next() }
  }

  /// The same for a reader that adds lines of its own. It ends when the subscription is released.
  func subscribe(where isIncluded: @escaping @Sendable (EventStreamEntry) -> Bool = { _ in true }) -> LineSubscription {
    let buffer = LineBuffer(limit: Self.linesKept, where: isIncluded)
    let id = followers.withLock { state in
      state.next += 1
      state.buffers[state.next] = buffer
      return state.next
    }
    return LineSubscription(buffer) { [weak self] in
      self?.followers.withLock { _ = $0.buffers.removeValue(forKey: id) }
    }
  }

  var followerCount: Int { followers.withLock { $0.buffers.count } }

  /// Ends all streams of followers.
  func endFollowing() {
    let buffers = followers.withLock { Array($0.buffers.values) }
    for buffer in buffers { buffer.finish() }
  }

  private func tell(_ line: EventStreamEntry) {
    let buffers = followers.withLock { state in Array(state.buffers.values) }
    for buffer in buffers { buffer.push(line) }
  }

  private func line(_ record: JournalRecord) -> EventStreamEntry {
    var line = EventStreamEntry(at: record.at, kind: record.kind.rawValue)
    line.reference = record.reference
    line.workflow = record.workflow
    line.from = record.from
    line.to = record.to
    line.event = record.event
    if !record.step.isEmpty { line.step = record.step }
    if record.attempt > 0 { line.attempt = record.attempt }
    if !record.outcome.isEmpty { line.outcome = record.outcome }
    if !record.text.isEmpty { line.text = record.text }
    return line
  }

  /// One structured entry (design §5): fields for programs and a sentence for people, without personal data.
  private func entry(_ record: JournalRecord) -> JournalEntry {
    var fields: [(String, String)] = []
    func add(_ name: String, _ value: String) {
      if !value.isEmpty { fields.append((name, value)) }
    }
    add("BOOKING", record.reference)
    add("WORKFLOW", record.workflow)
    add("STATE_FROM", record.from)
    add("STATE_TO", record.to)
    add("EVENT", record.event)
    add("STEP", record.step)
    if record.attempt > 0 { add("ATTEMPT", String(record.attempt)) }
    add("OUTCOME", record.outcome)
    add("AT", record.at.description)
    let head = [record.reference, record.workflow].filter { !$0.isEmpty }.joined(separator: " ")
    switch record.kind {
    case .transition:
      let text =
        "\(head): \(record.event): \(record.from.isEmpty ? "·" : record.from) → \(record.to.isEmpty ? "·" : record.to)"
      return JournalEntry(text, priority: .informational, messageID: .transition, fields: fields)
    case .attempt:
      let text = "\(head): \(record.step) attempt \(record.attempt) \(record.outcome) \(record.text)"
      return JournalEntry(text, priority: .informational, messageID: .attempt, fields: fields)
    case .incident:
      // A problem that was noticed outside the engine is no booking's.
      let text = head.isEmpty ? record.text : "\(head): \(record.text)"
      return JournalEntry(text, priority: .error, messageID: .incident, fields: fields)
    case .start, .note:
      let text = "\(head): \(record.event) \(record.outcome) \(record.text)"
      return JournalEntry(text, priority: .notice, fields: fields)
    }
  }
}
