internal import CEL
internal import Statecharts
internal import YAMLTree

extension Chart {
  /// The results that a condition can have while `state` is active (nil: at any time): true, false, or nil if it
  /// depends on unknown facts.
  func values(of condition: Program, in state: Int?, eventData: Value? = nil) -> Set<Bool?> {
    let mentioned = mentionedStates(condition)
    var assumptions = Assumptions(machine: machine, eventData: eventData)
    // Up to six states are tried in all combinations (64 cases); with more, their activity counts as unknown.
    guard !mentioned.isEmpty, mentioned.count <= 6 else { return [assumptions.decide(condition)] }
    var result: Set<Bool?> = []
    for bits in 0..<(1 << mentioned.count) {
      for (position, named) in mentioned.enumerated() { assumptions.active[named] = bits >> position & 1 == 1 }
      if isPossible(assumptions.active, in: state) { result.insert(assumptions.decide(condition)) }
    }
    return result
  }

  /// True if the candidate's guard is certain to fail in its state.
  func isNever(_ candidate: Int) -> Bool {
    certainties.isEmpty ? decideNever(candidate) : certainties[candidate].isNever
  }

  /// True if the candidate is taken whenever it is evaluated.
  func isAlways(_ candidate: Int) -> Bool {
    certainties.isEmpty ? decideAlways(candidate) : certainties[candidate].isAlways
  }

  func decideNever(_ candidate: Int) -> Bool {
    let transition = machine.transitions[candidate]
    guard let condition = transition.guard else { return false }
    return values(of: condition, in: transition.source) == [false]
  }

  func decideAlways(_ candidate: Int) -> Bool {
    let transition = machine.transitions[candidate]
    if reading.gaps.guards.contains(candidate) || transition.step != nil || !transition.by.isEmpty { return false }
    if let condition = transition.guard, values(of: condition, in: transition.source) != [true] { return false }
    // When its claim is refused, the transition is replaced by its alternative, which has a guard of its own.
    return transition.onRefused.map(decideAlways) ?? true
  }

  /// The candidates that can be taken: all before the first one that always holds, and that one.
  func winning(_ candidates: [Int]) -> [Int] {
    var result: [Int] = []
    for candidate in candidates where !isNever(candidate) {
      result.append(candidate)
      if isAlways(candidate) { break }
    }
    return result
  }

  /// Candidates by event, in a stable order; the event is nil for `always`.
  func handlers(of state: Int) -> [(event: Int?, candidates: [Int])] {
    let node = machine.states[state]
    let events = node.handlers.keys.sorted().map { (event: Int?.some($0), candidates: node.handlers[$0] ?? []) }
    return node.always.isEmpty ? events : events + [(event: nil, candidates: node.always)]
  }

  /// The slots that a program reads, also through `define`.
  func slots(_ program: Program) -> Set<Int> {
    var result: Set<Int> = []
    for slot in program.slots {
      result.insert(slot)
      let define = slot - Slot.define(0)
      if machine.defines.indices.contains(define), slot < Slot.define(1000) {
        result.formUnion(slots(machine.defines[define]))
      }
    }
    return result
  }

  /// The machine's functions that a program calls, also through `define`.
  func hostCalls(_ program: Program) -> [(id: Int, literalArguments: [Value?])] {
    program.hostCalls
      + program.slots.flatMap { slot -> [(id: Int, literalArguments: [Value?])] in
        let define = slot - Slot.define(0)
        return machine.defines.indices.contains(define) && slot < Slot.define(1000)
          ? hostCalls(machine.defines[define]) : []
      }
  }

  private func mentionedStates(_ program: Program) -> [Int] {
    let names = hostCalls(program).filter { $0.id == HostFunction.in.rawValue }
      .compactMap { $0.literalArguments.first??.stringValue }
    return Set(names.compactMap { machine.state(named: $0) }).sorted()
  }

  /// Whether some configuration that contains `state` has these states active and inactive. In doubt the answer is yes.
  private func isPossible(_ active: [Int: Bool], in state: Int?) -> Bool {
    let on = active.filter(\.value).keys + (state.map { [$0] } ?? [])
    let off = Set(active.filter { !$0.value }.keys)
    for first in on {
      if !reached.isEmpty && first != state && !reached.contains(first) { return false }
      for second in on where !areCompatible(first, second) { return false }
      for around in path(first) {
        if off.contains(around) { return false }
        let children = machine.states[around].children.filter { !machine.states[$0].isHistory }
        switch machine.states[around].kind {
        case .compound where !children.isEmpty && children.allSatisfy(off.contains): return false
        case .parallel where children.contains(where: off.contains): return false
        default: break
        }
      }
    }
    return true
  }
}
