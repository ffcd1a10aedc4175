import CivilTime
import Storage
import SystemdSupport

/// Watches a live machine's clocks for the writer. It holds and releases the daemon's clock, keeps the hold in the
/// store and reports it.
struct ClockWatch {
  private(set) var clocks: ClockGuard
  private let clock: DaemonClock
  private let eventStream: EventStream
  private let read: @Sendable () -> ClockGuard.Reading
  /// Asks whether the wall clock is synchronised. The answer may take a second, so it is requested only while it
  /// matters, every 5 s.
  private let isSynchronised: @Sendable () -> Bool
  private var nextQuestion: Duration?
  /// Whether the hold is stored.
  private var isKept: Bool
  private var isTold = false

  private static let questions = Duration.seconds(5)

  /// - Parameter isKept: whether the hold with which `clocks` begins is stored already.
  init(
    _ clocks: ClockGuard, isKept: Bool, clock: DaemonClock, eventStream: EventStream,
    read: @escaping @Sendable () -> ClockGuard.Reading, isSynchronised: @escaping @Sendable () -> Bool
  ) {
    self.clocks = clocks
    self.isKept = isKept
    self.clock = clock
    self.eventStream = eventStream
    self.read = read
    self.isSynchronised = isSynchronised
    if clocks.isUntrusted { clock.hold(at: clocks.trusted) }
  }

  /// Compares the clocks. A hold takes effect at once, before it is stored; its end takes effect only when it is
  /// stored.
  mutating func look(in store: any StoreWriter) throws(StoreError) -> ClockGuard.Change {
    var next = clocks
    var reading = read()
    if clocks.cause == .unsynchronised, nextQuestion ?? .zero <= reading.boot {
      nextQuestion = reading.boot + Self.questions
      reading.isSynchronised = isSynchronised()
    }
    let change = next.look(reading)
    if change == .released {
      let reason = clocks.cause == .step ? "the clocks agree again" : "the kernel says that it is synchronised"
      do throws(StoreError) {
        try ClockHold.forget(in: store, at: next.trusted.wall, by: "clock", reason: reason)
      } catch {
        nextQuestion = nil
        throw error
      }
      release(next)
      eventStream.remark(
        "the clock is trusted again, \(reason): timers, mails and money go on", messageID: .clockHold)
      return .released
    }
    clocks = next
    guard clocks.isUntrusted else { return change }
    if change == .held {
      clock.hold(at: clocks.trusted)
      isKept = false
    }
    if !isTold {
      isTold = true
      eventStream.remark("clock hold: " + ClockHold.text(clocks), isUrgent: true, messageID: .clockHold)
    }
    if !isKept {
      try ClockHold.keep(clocks, in: store)
      isKept = true
    }
    return change
  }

  /// An operator trusts the wall clock as it is. Returns false if it is trusted already.
  mutating func accept(in store: any StoreWriter, by actor: String, reason: String) throws(StoreError) -> Bool {
    guard clocks.isUntrusted else { return false }
    let reading = read()
    try ClockHold.forget(in: store, at: reading.wall, by: actor, reason: reason, accepted: reading)
    var next = clocks
    next.accept(reading)
    release(next)
    eventStream.remark("the clock was accepted by \(actor): \(reason)", messageID: .clockHold)
    return true
  }

  private mutating func release(_ next: ClockGuard) {
    clocks = next
    nextQuestion = nil
    isKept = false
    isTold = false
    clock.hold(at: nil)
  }
}
