internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// Takes the steps of a history again and notes the rows that they write, by the same rules as `FamilyWriter` but
/// without a store.
final class FamilyReplay {
  /// A machine's row according to the replay. Rows are in the order of insertion.
  struct MachineRow {
    let machine: Int
    let incarnation: Int
    let createdAt: StoredInstant
    /// The machine after its last step.
    var instance: InstanceSnapshot
    /// The values of all view fields after its last step.
    var views: [Value]
    /// True once the machine was started again in the same step in which it ended.
    var isReplaced = false

    var isDone: Bool { isReplaced || instance.isDone }

    func states(_ bundle: Bundle) -> String {
      isReplaced ? "" : bundle.atomicStates(of: machine, in: instance.configuration).joined(separator: " ")
    }

    func snapshot(_ bundle: Bundle) -> [UInt8] { bundle.encode(instance, machine: machine) }

    func view(_ bundle: Bundle) -> Value {
      var view = ValueMap()
      for (field, definition) in bundle.viewFields.enumerated() where definition.owner == machine {
        view[definition.name] = views[field]
      }
      return .map(view)
    }
  }

  /// A step that the replay started.
  struct StartedStep {
    let start: StepStart
    let at: StoredInstant
    /// The index of its machine's row; nil if the machine was never started.
    let row: Int?
  }

  struct PostedAmount {
    let sequence: Int64
    let position: Int64
    let id: String
    let posting: Posting
    let currency: String
    let at: StoredInstant
  }

  let bundle: Bundle
  private(set) var family: FamilySnapshot?
  private(set) var machines: [MachineRow] = []
  private(set) var postings: [PostedAmount] = []
  private(set) var steps: [StartedStep] = []
  /// The last result that each step's machine received.
  private(set) var heard: [StepName: StepResult] = [:]
  /// Steps that a provider's event settled: true if done.
  private(set) var settled: [StepName: Bool] = [:]
  /// Steps that their machine gave up.
  private(set) var givenUp: Set<StepName> = []
  /// The values of the view fields, by index.
  private(set) var views: [Value]
  private(set) var isErased = false
  /// By machine index: the index of its present row.
  private var present: [Int?]

  init(bundle: Bundle) {
    self.bundle = bundle
    views = bundle.viewFields.map { _ in .null }
    present = bundle.machines.map { _ in nil }
  }

  /// - Parameter start: the text of the family's start. Rows of older versions hold it themselves.
  func take(_ row: HistoryRecord, start: [UInt8]) throws -> FamilyChange {
    let json = try JSON.parse(row.stimulus)
    let input = try StepInputCoding.decode(json, at: row.at, bundle: bundle)
    guard input.now.microsecondsRoundedUp == row.at else {
      throw EngineError(code: "history-unreadable", message: "the row's time is not that of its input")
    }
    let before = try family ?? bundle.decodeFamily(start: json["family"] ?? JSON.parse(start), body: .null)
    let change = try bundle.transition(before, input)
    if case .outcome(let step, let result) = input.input { heard[step] = result }
    noteMachines(from: before, to: change.next, viewed(change.next, input), row.at)
    note(change.effects, change.next, row)
    family = change.next
    return change
  }

  /// Returns the view's values. A view that cannot be computed stays as it was; an incident reported it.
  private func viewed(_ family: FamilySnapshot, _ input: StepInput) -> [Value] {
    do throws(StepFailure) {
      return try bundle.view(of: family, now: input.now)
    } catch {
      return views
    }
  }

  private func noteMachines(
    from old: FamilySnapshot, to family: FamilySnapshot, _ values: [Value], _ at: StoredInstant
  ) {
    for (machine, instance) in family.instances.enumerated() {
      guard let instance else { continue }
      if let index = present[machine], machines[index].incarnation == instance.incarnation {
        machines[index].instance = instance
        machines[index].views = values
        continue
      }
      if let last = present[machine], !machines[last].isDone { machines[last].isReplaced = true }
      present[machine] = machines.count
      machines.append(
        MachineRow(
          machine: machine, incarnation: instance.incarnation, createdAt: at, instance: instance, views: values))
    }
    views = values
  }

  private func note(_ effects: [Effect], _ family: FamilySnapshot, _ row: HistoryRecord) {
    var position: Int64 = 0
    for effect in effects {
      switch effect {
      case .startStep(let start): steps.append(StartedStep(start: start, at: row.at, row: present[start.name.machine]))
      case .stopStep(let name): givenUp.insert(name)
      case .settleStep(let name, let isDone): settled[name] = isDone
      case .post(let id, let posting):
        postings.append(
          PostedAmount(
            sequence: row.sequence, position: position, id: id, posting: posting, currency: family.currency, at: row.at)
        )
        position += 1
      case .erase: isErased = true
      case .haltStep, .armTimer, .disarmTimer, .alarm, .claim, .release, .publish: break
      }
    }
  }
}
