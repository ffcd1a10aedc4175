internal import CEL
internal import Statecharts
internal import YAMLTree

/// A machine as the checks see it: the finished model and the places of its parts in the text.
final class Chart {
  let reading: MachineReading
  let file: Node
  /// True if the readers rejected nothing in the machine's file, so that anything missing from the model is missing
  /// from the text.
  let isWhole: Bool
  /// True if every state, handler, timer and step of the text is in the model, even if one of their expressions or
  /// targets could not be read.
  let hasShape: Bool
  /// States that may be active at some time.
  private(set) var reached: Set<Int> = []

  /// For each transition, whether its guard is certain to fail or certain to hold.
  private(set) var certainties: [(isNever: Bool, isAlways: Bool)] = []

  let report: Report
  var machine: Machine { reading.machine }

  /// - Parameter files: paths whose findings make this machine incomplete: its own file and those that it includes.
  init(reading: MachineReading, file: Node, files: Set<String>, report: Report) {
    self.reading = reading
    self.file = file
    self.report = report
    let errors = report.findings.filter { $0.severity == .error && files.contains($0.file) }
    isWhole = errors.isEmpty
    hasShape = errors.allSatisfy { Self.local.contains($0.code) }
    reached = reachable()
    certainties = reading.machine.transitions.indices.map { (isNever: decideNever($0), isAlways: decideAlways($0)) }
  }

  /// Codes of mistakes that concern one place only and leave the rest of the machine as it stands in the text.
  private static let local: Set<String> = [
    // expressions and values
    "syntax", "unknown-name", "unknown-field", "unknown-function", "no-overload", "may-be-null", "wrong-type",
    "missing-field",
    "outside-domain", "bad-literal", "limit", "type-mismatch", "literal-looks-like-expression", "personal-in-text",
    "personal-in-view", "bad-duration", "unknown-account", "unknown-action", "missing-default", "missing-value",
    "bad-limit", "bad-form-type",
    // where a transition leads
    "missing-target",
    // timers and steps
    "timer-without-lateness", "timer-reads-now", "timer-with-two-times", "timer-without-rhythm", "money-step-outcome",
    "money-step-without-key", "money-step-without-moves", "money-step-without-reconciler", "step-without-error-path",
    "child-without-error-path", "spawn-with-target", "late-step-without-settlement",
  ]

  /// True if the transition has a target that could not be read.
  func leadsAnywhere(_ index: Int) -> Bool { reading.gaps.targets.contains(index) }

  // MARK: places

  /// A state's name in the file; the machine's own is its `workflow:`.
  func name(of state: Int) -> Node {
    var place = file["workflow"] ?? file
    var node = file
    for part in machine.states[state].path.split(separator: ".") where state > 0 {
      guard let entry = node["states"]?.entries?.first(where: { $0.key.text == String(part) }) else { break }
      (place, node) = (entry.key, entry.value)
    }
    return place
  }

  /// A state's mapping.
  func body(of state: Int) -> Node {
    var node = file
    for part in machine.states[state].path.split(separator: ".") where state > 0 {
      guard let next = node["states"]?[String(part)] else { break }
      node = next
    }
    return node
  }

  func place(ofTransition index: Int) -> Node { reading.places.transitions[index] ?? name(of: 0) }

  /// A timer's key under `timers:` or `after:`.
  func place(ofTimer index: Int) -> Node {
    let timer = machine.timers[index]
    let body = body(of: timer.state)
    // A key of `after:` may have a dot of its own.
    let short = String(timer.name.dropFirst(timer.state == 0 ? 0 : machine.states[timer.state].path.count + 1))
    let entries = (body["timers"]?.entries ?? []) + (body["after"]?.entries ?? [])
    return entries.first { $0.key.text == short || "after_\($0.key.text ?? "")" == short }?.key
      ?? name(of: timer.state)
  }

  /// An event's name under `events:`.
  func place(ofEvent name: String) -> Node {
    file["events"]?.entries?.first { $0.key.text == name }?.key ?? self.name(of: 0)
  }

  // MARK: the tree

  /// The state and those around it, from the inside.
  func path(_ state: Int) -> [Int] {
    var result = [state]
    while let parent = machine.states[result[result.count - 1]].parent { result.append(parent) }
    return result
  }

  func isInside(_ state: Int, _ ancestor: Int) -> Bool { state > ancestor && state < machine.states[ancestor].end }

  /// Whether both states can be active at once: one contains the other, or they lie in different regions.
  func areCompatible(_ a: Int, _ b: Int) -> Bool {
    if a == b || isInside(a, b) || isInside(b, a) { return true }
    let around = path(a)
    return path(b).first { around.contains($0) }.map { machine.states[$0].kind == .parallel } ?? true
  }

  /// True if a booking may stay in this state for ever.
  func rests(_ state: Int) -> Bool { path(state).contains { machine.states[$0].rest == .always } }

  // MARK: transitions

  /// The innermost state whose descendants the transition exits (its domain in SCXML); nil if it has no target.
  func domain(of index: Int) -> Int? {
    let transition = machine.transitions[index]
    guard !transition.targets.isEmpty else { return nil }
    let source = transition.source
    if !transition.reenter, transition.targets.allSatisfy({ $0 == source || isInside($0, source) }) { return source }
    return path(source).dropFirst().first { ancestor in
      let kind = machine.states[ancestor].kind
      return (kind == .compound || ancestor == 0) && transition.targets.allSatisfy { isInside($0, ancestor) }
    } ?? 0
  }

  /// Whether a transition, or its alternative when a claim is refused, exits the state.
  func leaves(_ state: Int, _ index: Int) -> Bool {
    outcomes(of: index).contains { outcome in
      leadsAnywhere(outcome) || domain(of: outcome).map { isInside(state, $0) } ?? false
    }
  }

  /// The transition and its alternatives for refused claims.
  func outcomes(of index: Int) -> [Int] {
    var result = [index]
    while let next = machine.transitions[result[result.count - 1]].onRefused, result.count < 8 { result.append(next) }
    return result
  }

  /// All states that become active with a target: its ancestors, its default descendants and the other regions.
  func entered(with target: Int) -> Set<Int> {
    var result: Set<Int> = []
    func down(_ state: Int) {
      guard result.insert(state).inserted else { return }
      let node = machine.states[state]
      if node.isHistory {
        // A history state can enter any state that was active before.
        for sibling in (node.parent.map { machine.states[$0].children } ?? []) where sibling != state { down(sibling) }
        return
      }
      for child in node.kind == .parallel ? node.children.filter({ !machine.states[$0].isHistory }) : node.initial {
        down(child)
      }
    }
    down(target)
    for (inner, ancestor) in zip(path(target), path(target).dropFirst()) {
      result.insert(ancestor)
      guard machine.states[ancestor].kind == .parallel else { continue }
      for child in machine.states[ancestor].children where child != inner && !machine.states[child].isHistory {
        down(child)
      }
    }
    return result
  }

  private func reachable() -> Set<Int> {
    guard !machine.states.isEmpty else { return [] }
    var result = entered(with: 0)
    var work = Array(result)
    func add(_ target: Int) {
      for state in entered(with: target) where result.insert(state).inserted { work.append(state) }
    }
    while let state = work.popLast() {
      for (_, candidates) in handlers(of: state) {
        for candidate in winning(candidates) {
          for outcome in outcomes(of: candidate) { machine.transitions[outcome].targets.forEach(add) }
        }
      }
    }
    if hasShape, reading.gaps.targets.isEmpty, !reading.gaps.hasUnreadInitial { return result }
    // Part of the text could not be read, so any state that it names may be a target. A machine with too many states
    // has a finding of its own.
    guard machine.states.count <= StateSet.capacity else { return result }
    let names = machine.states.dropFirst().map(\.name)
    for text in Set(texts(in: file)) {
      if let state = machine.state(named: names.contains(text) ? text : NearestName.find(text, among: names) ?? text) {
        add(state)
      }
    }
    while let state = work.popLast() {
      for (_, candidates) in handlers(of: state) {
        for candidate in candidates { machine.transitions[candidate].targets.forEach(add) }
      }
    }
    return result
  }

  /// Every scalar of a file, as each of them may be the name of a state.
  private func texts(in node: Node) -> [String] {
    switch node.content {
    case .scalar(let text, _): [text]
    case .sequence(let items): items.flatMap(texts)
    case .mapping(let entries): entries.flatMap { texts(in: $0.value) }
    }
  }
}
