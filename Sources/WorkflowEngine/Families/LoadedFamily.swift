internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// A family as the engine holds it between reading and writing: records, decoded snapshot, open tasks.
final class LoadedFamily {
  let bundle: Bundle
  var record: FamilyRecord
  var snapshot: FamilySnapshot
  /// By machine; nil while it was never started. The record of the present incarnation.
  var instances: [InstanceRecord?]
  /// By machine: earlier incarnations are closed and stay in the store only.
  var views: [Value]
  /// Tasks that are not closed, by the step that they carry out.
  var tasks: [StepName: TaskRecord]
  /// Attempts that are out for steps which the machine has given up already.
  var lateTasks: [TaskID: StepName]
  var sequence: Int64
  var lastHash: [UInt8]

  init(bundle: Bundle, record: FamilyRecord, snapshot: FamilySnapshot) {
    self.bundle = bundle
    self.record = record
    self.snapshot = snapshot
    instances = Array(repeating: nil, count: bundle.machines.count)
    views = Array(repeating: .null, count: bundle.viewFields.count)
    tasks = [:]
    lateTasks = [:]
    sequence = 0
    lastHash = []
  }

  /// Steps of which an attempt is out, unknown, or accepted and not settled.
  var inFlight: [StepName] {
    tasks.filter {
      $0.value.status == .running || $0.value.status == .unknown || $0.value.status == .accepted
        || $0.value.status == .parked
    }
    .keys.sorted()
  }
}
