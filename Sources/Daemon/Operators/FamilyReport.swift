import CEL
import CivilTime
import Control
import Statecharts
import Storage
import WorkflowEngine

/// Everything about one booking, from committed rows and the definitions that it is pinned to.
struct FamilyReport {
  /// The most incidents that are shown.
  static let incidents = 100

  private let family: FamilyRecord
  private let bundle: Bundle?
  private let instances: [InstanceRecord]
  private let timers: [TimerRecord]
  private let tasks: [TaskReport]
  private let open: [IncidentRecord]
  private let postings: [PostingRecord]
  private let counts: [EventCount]
  private let view: ValueMap

  /// - Parameter bundle: nil if the definitions are not in memory, as those of ended bookings may not be.
  init(_ family: FamilyRecord, bundle: Bundle?, _ reader: any StoreReader) throws(StoreError) {
    self.family = family
    self.bundle = bundle
    instances = try reader.instances(of: family.id)
    timers = try reader.timers(of: family.id).sorted { ($0.due, $0.name) < ($1.due, $1.name) }
    var tasks: [TaskReport] = []
    for record in try reader.tasks(of: family.id, closed: false) {
      tasks.append(
        TaskReport(
          record, attempts: try reader.attempts(of: record.id),
          delegate: try TaskAssignment.delegate(of: record, reader)))
    }
    self.tasks = tasks
    open = try reader.incidents(status: .open, family: family.id, limit: Self.incidents)
    postings = try reader.postings(of: family.id)
    counts = try reader.eventCounts(of: family.id)
    view = try FamilyView.fields(of: family, reader)
  }

  var detail: FamilyDetail {
    let machines = instances.map { MachineReport($0, bundle: bundle, timers: timers, tasks: tasks) }
    return FamilyDetail(
      reference: family.key, workflow: family.workflow, status: family.status.rawValue, view: view,
      machines: machines.map(\.detail),
      waits: FamilyWaits(family: family, machines: machines, tasks: tasks, incidents: open).list,
      accepts: family.status == .ended ? [] : machines.flatMap(\.accepts),
      parameters: parameters, ledger: ledger,
      tasks: tasks.filter { $0.command != nil }.map(\.summary), incidents: open.map { IncidentSummary($0) },
      events: counts.map {
        EventTally(role: $0.role, verdict: $0.verdict, count: $0.count, last: StoredJSON.instant($0.lastAt))
      }, created: StoredJSON.instant(family.createdAt), updated: StoredJSON.instant(family.updatedAt))
  }

  /// The parameters in the form of the settings file; durations are stored in seconds.
  private var parameters: ValueMap {
    var values = StoredJSON.value(family.start)["params"]?.mapValue ?? ValueMap()
    for parameter in bundle?.params ?? [] where parameter.type.withoutNull == .duration {
      if let kept = values[parameter.name], case .duration(let span)? = try? parameter.type.decode(kept) {
        values[parameter.name] = .string(span.iso8601)
      }
    }
    return values
  }

  private var ledger: Ledger {
    var amounts: [String: Int64] = [:]
    var order: [String] = []
    for posting in postings {
      for account in [posting.debit, posting.credit] where amounts[account] == nil {
        amounts[account] = 0
        order.append(account)
      }
      amounts[posting.debit, default: 0] -= posting.amount
      amounts[posting.credit, default: 0] += posting.amount
    }
    return Ledger(
      balances: order.map { Ledger.Balance(account: $0, amount: amounts[$0] ?? 0) },
      currency: StoredJSON.value(family.start)["currency"]?.stringValue)
  }
}
