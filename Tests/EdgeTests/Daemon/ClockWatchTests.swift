import CivilTime
import MemoryStorage
import Storage
import StorageTesting
import Synchronization
import SystemdSupport
import Testing

@testable import Daemon

/// A hold of the clock, in memory and in the store.
@Suite struct ClockWatchTests {
  private static func reading(_ wall: Int64, _ boot: Int64, isSynchronised: Bool = true) -> ClockGuard.Reading {
    .init(
      wall: Instant(seconds: 1_800_000_000 + wall, nanoseconds: 0)!, boot: .seconds(boot),
      isSynchronised: isSynchronised)
  }

  /// The present readings of the machine's clocks.
  private final class Machine: Sendable {
    let now: Mutex<ClockGuard.Reading>
    /// How often the kernel was asked.
    let questions = Atomic(0)
    init(_ now: ClockGuard.Reading) { self.now = Mutex(now) }
    func show(_ reading: ClockGuard.Reading) { now.withLock { $0 = reading } }
  }

  private func watch(_ clocks: ClockGuard, _ machine: Machine, _ clock: DaemonClock) -> ClockWatch {
    ClockWatch(
      clocks, isKept: false, clock: clock, eventStream: EventStream(journal: Journal(sink: RecordingJournal())),
      read: {
        var reading = machine.now.withLock { $0 }
        reading.isSynchronised = false
        return reading
      },
      isSynchronised: {
        machine.questions.add(1, ordering: .relaxed)
        return machine.now.withLock { $0.isSynchronised }
      })
  }

  @Test func aStepHoldsAtOnceAlthoughTheStoreCannotKeepItAndIsKeptLater() throws {
    let store = FaultyStore(wrapping: MemoryStore(), plan: FaultPlan(failures: [1: .full]))
    let writer = try store.makeWriter()
    let machine = Machine(Self.reading(0, 0))
    let clock = DaemonClock(test: nil)
    var watch = watch(ClockGuard(trusted: Self.reading(0, 0)), machine, clock)
    machine.show(Self.reading(86_400, 10))
    #expect(throws: StoreError.self) { try watch.look(in: writer) }
    #expect(watch.clocks.isUntrusted)
    #expect(clock.signatureTimes.count == 2)
    #expect(try watch.look(in: writer) == .none)
    #expect(try ClockHold.kept(in: writer)?.cause == .step)
    #expect(try writer.incidents(status: .open, family: nil, limit: 10).count == 1)
  }

  @Test func theEndOfAHoldCountsOnlyOnceTheStoreKnowsOfIt() throws {
    let store = FaultyStore(wrapping: MemoryStore(), plan: FaultPlan(failures: [2: .busy]))
    let writer = try store.makeWriter()
    let machine = Machine(Self.reading(0, 0, isSynchronised: false))
    let clock = DaemonClock(test: nil)
    var watch = watch(
      ClockGuard.starting(Self.reading(0, 0, isSynchronised: false), kept: nil, lastNow: nil, accepted: nil), machine,
      clock)
    #expect(clock.signatureTimes.count == 2)
    #expect(try watch.look(in: writer) == .none)
    #expect(try ClockHold.kept(in: writer)?.cause == .unsynchronised)
    machine.show(Self.reading(500, 10))
    #expect(throws: StoreError.self) { try watch.look(in: writer) }
    #expect(watch.clocks.isUntrusted)
    #expect(try watch.look(in: writer) == .released)
    #expect(!watch.clocks.isUntrusted)
    #expect(clock.signatureTimes.count == 1)
    #expect(try ClockHold.kept(in: writer) == nil)
  }

  @Test func anOperatorEndsAHoldOnce() throws {
    let writer = try MemoryStore().makeWriter()
    let machine = Machine(Self.reading(86_400, 10))
    var watch = watch(ClockGuard(trusted: Self.reading(0, 0)), machine, DaemonClock(test: nil))
    #expect(try watch.look(in: writer) == .held)
    #expect(try watch.accept(in: writer, by: "uid 0", reason: "right"))
    #expect(try !watch.accept(in: writer, by: "uid 0", reason: "right"))
    #expect(try watch.look(in: writer) == .none)
    #expect(try ClockHold.accepted(in: writer) == Self.reading(86_390, 0).wall)
  }

  @Test func theKernelIsAskedEveryFiveSecondsWhileItsAnswerMattersAndNotAfterwards() throws {
    let writer = try MemoryStore().makeWriter()
    let machine = Machine(Self.reading(0, 0, isSynchronised: false))
    var watch = watch(
      ClockGuard(trusted: Self.reading(0, 0), cause: .unsynchronised), machine, DaemonClock(test: nil))
    for boot: Int64 in 0..<10 {
      machine.show(Self.reading(boot, boot, isSynchronised: false))
      #expect(try watch.look(in: writer) == .none)
    }
    #expect(machine.questions.load(ordering: .relaxed) == 2)
    machine.show(Self.reading(10, 10))
    #expect(try watch.look(in: writer) == .released)
    for boot: Int64 in 11..<60 {
      machine.show(Self.reading(boot, boot))
      #expect(try watch.look(in: writer) == .none)
    }
    #expect(machine.questions.load(ordering: .relaxed) == 3)
  }
}
