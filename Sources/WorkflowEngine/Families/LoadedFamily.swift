internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// A family as the engine holds it between reading and writing: its record, its decoded snapshot and its open step
/// runs.
final class LoadedFamily {
  let bundle: Bundle
  var record: FamilyRecord
  var snapshot: FamilySnapshot
  /// By machine index: the record of its present incarnation, without snapshot and view; nil if it was never started.
  /// Earlier incarnations are closed and stay in the store.
  var instances: [InstanceRecord?]
  /// The bytes of the JSON from which the family's start and its machines, by index, were decoded or to which they were
  /// encoded. The texts themselves are not kept.
  private let startBytes: Int
  private var instanceBytes: [Int]
  /// The values of the view fields, by index.
  var views: [Value]
  /// True if `views` are those of `snapshot`. A view that cannot be computed leaves them as they were, and so it may have
  /// been when the family was stored.
  var areViewsPresent = false
  /// The open step runs for which a machine waits.
  var runs: [StepName: StepRun] = [:]
  /// Step runs whose machine gave them up while an attempt was out.
  var lateRuns: [TaskID: StepRun] = [:]
  /// The number of the last row of history; 0 if there is none.
  var sequence: Int64 = 0
  /// The hash of the last row of history; the chain's beginning if there is none.
  var lastHash: [UInt8] = []

  init(bundle: Bundle, record: FamilyRecord, snapshot: FamilySnapshot) {
    self.bundle = bundle
    self.record = record
    self.record.start = []
    self.snapshot = snapshot
    startBytes = record.start.count
    instanceBytes = Array(repeating: 0, count: bundle.machines.count)
    instances = Array(repeating: nil, count: bundle.machines.count)
    views = Array(repeating: .null, count: bundle.viewFields.count)
  }

  var id: FamilyID { record.id }
  var key: String { record.key }
  var isStopped: Bool { record.status == .stopped }

  /// Returns an open run of the family, late ones included.
  func run(_ id: TaskID) -> StepRun? { lateRuns[id] ?? runs.values.first { $0.id == id } }

  /// Steps that are being attempted, accepted or parked, or whose outcome is unknown. A machine may not leave their
  /// states.
  var inFlight: [StepName] {
    runs.filter { [.running, .unknown, .accepted, .parked].contains($0.value.status) }.keys.sorted()
  }

  /// Returns true if the machine stopped the step and waits for the outcome of its attempt.
  func hasHalted(_ name: StepName) -> Bool { snapshot.step(name)?.isHalted ?? false }

  /// Returns the oldest run of a lane that waits for the lane to become free.
  func firstWaiting(in lane: String) -> StepRun? {
    runs.values.filter { $0.lane == lane && $0.status == .ready && $0.nextAt == nil }.min { $0.id < $1.id }
  }

  /// True if an earlier run of the same lane is still open. A run without a row yet is the latest of all.
  func isLaneTaken(for run: StepRun) -> Bool {
    func isEarlier(_ other: StepRun) -> Bool {
      other.lane == run.lane && other.isStored && (other.id < run.id || !run.isStored)
    }
    return !run.lane.isEmpty && (runs.values.contains(where: isEarlier) || lateRuns.values.contains(where: isEarlier))
  }

  /// Keeps the record of a machine that was read or written. Its snapshot and, if it has one, its view are only counted.
  func keep(_ instance: InstanceRecord, of machine: Int) {
    var kept = instance
    (kept.snapshot, kept.view) = ([], [])
    instances[machine] = kept
    instanceBytes[machine] = instance.snapshot.count + instance.view.count
  }

  /// The estimated memory in bytes. What is decoded of it takes about twice the bytes of a family's JSON, as a heap profile
  /// of 300 bookings shows.
  var bytes: Int {
    2 * (startBytes + record.body.count + instanceBytes.reduce(0, +) + runs.values.reduce(0) { $0 + $1.request.count })
      + 4_096
  }
}
