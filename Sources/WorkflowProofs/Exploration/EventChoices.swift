internal import CEL
internal import CivilTime
internal import Statecharts
internal import WorkflowScenarios

/// Chooses representative data for an event that a party sends, so that every candidate of the active states wins for
/// some of them. Numbers, times and texts are taken from both sides of the points at which a guard changes its result.
struct EventChoices {
  let generator: MoveGenerator
  let declaration: EventDeclaration
  let state: ProofState
  /// No more data than this are looked at for one role.
  private let limit = 80
  /// So many of those that the same candidates win for are tried.
  private let share = 2
  private let marker = "\u{2603}"

  init(generator: MoveGenerator, declaration: EventDeclaration, state: ProofState) {
    self.generator = generator
    self.declaration = declaration
    self.state = state
  }

  private var bundle: Bundle { generator.model.bundle }

  var events: [Repertoire.PartyEvent] {
    let handlers = generator.handlers(of: declaration.name, in: state)
    let known = generator.model.repertoire.events.filter { $0.name == declaration.name }
    let readsData = handlers.contains { transition($0).map { generator.reads($0, Slot.eventData, $1) } ?? false }
    let readsRole = handlers.contains { transition($0).map { generator.reads($0, Slot.eventRole, $1) } ?? false }
    let roles = readsRole ? declaration.by : Array(declaration.by.prefix(1))
    return roles.flatMap { role -> [Repertoire.PartyEvent] in
      var data = known.map(\.data)
      if readsData || data.isEmpty { data += generated(role, handlers) }
      return chosen(data, role, handlers, readsData: readsData)
    }
  }

  private func transition(_ handler: (machine: Int, transition: Int)) -> (Transition, Int)? {
    (bundle.machines[handler.machine].transitions[handler.transition], handler.machine)
  }

  /// One of each kind, told apart by the candidates that win. Those that are refused are left out.
  private func chosen(
    _ data: [Value], _ role: String, _ handlers: [(machine: Int, transition: Int)], readsData: Bool
  ) -> [Repertoire.PartyEvent] {
    var counts: [[Int]: Int] = [:]
    var result: [Repertoire.PartyEvent] = []
    for data in data {
      let given = Repertoire.PartyEvent(name: declaration.name, role: role, data: data)
      guard !result.contains(given), let event = generator.model.event(given) else { continue }
      let winners = winners(event, handlers)
      if !winners.isEmpty, winners.allSatisfy({ isRefusal($0) }) { continue }
      let key = winners.flatMap { [$0.machine, $0.transition] }
      if counts[key, default: 0] >= (readsData ? share : 1) { continue }
      counts[key, default: 0] += 1
      result.append(given)
    }
    return result
  }

  private func isRefusal(_ handler: (machine: Int, transition: Int)) -> Bool {
    if case .reject = bundle.machines[handler.machine].transitions[handler.transition].ending { true } else { false }
  }

  /// Returns the first candidate of each state whose guard holds.
  private func winners(
    _ event: Event, _ handlers: [(machine: Int, transition: Int)]
  ) -> [(machine: Int, transition: Int)] {
    var decided: Set<[Int]> = []
    return handlers.filter { handler in
      let transition = bundle.machines[handler.machine].transitions[handler.transition]
      if decided.contains([handler.machine, transition.source]) { return false }
      if let condition = transition.guard {
        let holds = FamilyProbe(bundle).holds(
          condition, of: handler.machine, state: transition.source, event: event, family: state.family, now: state.now)
        if holds == false { return false }
      }
      decided.insert([handler.machine, transition.source])
      return true
    }
  }

  // MARK: Data

  private func generated(_ role: String, _ handlers: [(machine: Int, transition: Int)]) -> [Value] {
    guard case .object(let fields) = declaration.data else { return [.map(ValueMap())] }
    let base = ValueMap(fields.map { ($0.name, Representatives.first(of: $0.type, now: state.now)) })
    var data = [base]
    // A field after the other: where one is cut may depend on those before.
    for field in fields {
      data = Array(
        data.flatMap { partial -> [ValueMap] in
          values(of: field, in: partial, role, handlers).map { value in
            var next = partial
            next[field.name] = value
            return next
          }
        }.prefix(limit))
    }
    return data.map { plain($0, fields) }
  }

  /// Returns the values of a field that are worth trying while the others are as they are.
  private func values(
    of field: CELType.Field, in partial: ValueMap, _ role: String, _ handlers: [(machine: Int, transition: Int)]
  ) -> [Value] {
    var values = Representatives.all(of: field.type, now: state.now)
    func sides(_ value: Value) -> CutPoints.Sides {
      var data = partial
      data[field.name] = value
      let event = Event(name: declaration.name, role: role, data: .map(data))
      return handlers.flatMap { handler -> CutPoints.Sides in
        let transition = bundle.machines[handler.machine].transitions[handler.transition]
        guard let condition = transition.guard else { return [] }
        return FamilyProbe(bundle).comparedValues(
          in: condition, of: handler.machine, state: transition.source, event: event, family: state.family,
          now: state.now)
      }
    }
    switch values.first {
    case .int(let base):
      let cuts = CutPoints.numbers(base: base, before: sides(.int(base)), after: sides(.int(base + 1)))
      values += Set(cuts).sorted().map { .int($0) }
    case .timestamp(let base):
      guard let moved = base.adding(CutPoints.probe) else { break }
      let shifts = CutPoints.shifts(before: sides(.timestamp(base)), after: sides(.timestamp(moved)))
      values += around(shifts).compactMap { base.adding($0).map { .timestamp($0) } }
    case .duration(let base):
      let shifts = CutPoints.shifts(
        before: sides(.duration(base)), after: sides(.duration(base + CutPoints.probe)))
      values += around(shifts).map { .duration(base + $0) }
    case .string where field.type.withoutNull == .string:
      values += CutPoints.texts(marker: marker, sides(.string(marker))).map { .string($0) }
    default: break
    }
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }

  private func around(_ shifts: [Duration]) -> [Duration] {
    Set(shifts.flatMap { [$0 - .seconds(1), $0, $0 + .seconds(1)] }).sorted()
  }

  /// The data as a caller sends them. A null that may be left out is written all the same.
  private func plain(_ data: ValueMap, _ fields: [CELType.Field]) -> Value {
    (try? JSON.parse(JSON.encode(.map(data)))) ?? .map(data)
  }
}
