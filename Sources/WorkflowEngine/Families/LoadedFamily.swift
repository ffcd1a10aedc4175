internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// A family as the engine holds it between reading and writing: its record, the decoded snapshot, its open step runs.
final class LoadedFamily {
  let bundle: Bundle
  var record: FamilyRecord
  var snapshot: FamilySnapshot
  /// By machine: the record of its present incarnation; nil while it was never started. Earlier ones are closed and stay in the store.
  var instances: [InstanceRecord?]
  /// Values of the view fields, by index.
  var views: [Value]
  /// Step runs that are not closed and that their machine waits for.
  var runs: [StepName: StepRun] = [:]
  /// Step runs that the machine gave up while an attempt was out.
  var lateRuns: [TaskID: StepRun] = [:]
  /// Of the last row of history.
  var sequence: Int64 = 0
  var lastHash: [UInt8] = []

  init(bundle: Bundle, record: FamilyRecord, snapshot: FamilySnapshot) {
    self.bundle = bundle
    self.record = record
    self.snapshot = snapshot
    instances = Array(repeating: nil, count: bundle.machines.count)
    views = Array(repeating: .null, count: bundle.viewFields.count)
  }

  var id: FamilyID { record.id }
  var key: String { record.key }
  var isStopped: Bool { record.status == .stopped }

  /// A run of the family that is not closed, late ones included.
  func run(_ id: TaskID) -> StepRun? { lateRuns[id] ?? runs.values.first { $0.id == id } }

  /// Steps of which an attempt is out, whose outcome is unknown, that were accepted or parked: their states cannot be left.
  var inFlight: [StepName] {
    runs.filter { [.running, .unknown, .accepted, .parked].contains($0.value.status) }.keys.sorted()
  }

  /// The oldest run of a lane that waits for the lane to be free.
  func firstWaiting(in lane: String) -> StepRun? {
    runs.values.filter { $0.lane == lane && $0.status == .ready && $0.nextAt == nil }.min { $0.id < $1.id }
  }

  /// True if an earlier run of the same lane is not closed.
  func isLaneTaken(for run: StepRun) -> Bool {
    !run.lane.isEmpty
      && (runs.values.contains { $0.lane == run.lane && $0.id < run.id }
        || lateRuns.values.contains { $0.lane == run.lane && $0.id < run.id })
  }

  /// Estimated: decoded values take several times the bytes of their JSON.
  var bytes: Int {
    8 * (record.body.count + instances.reduce(0) { $0 + ($1?.snapshot.count ?? 0) + ($1?.view.count ?? 0) })
      + 2 * (runs.values.reduce(0) { $0 + $1.request.count }) + 4_096
  }
}
