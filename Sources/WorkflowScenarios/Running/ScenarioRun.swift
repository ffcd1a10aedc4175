internal import CEL
internal import CivilTime
import EngineMessages
internal import Execution
internal import MemoryStorage
internal import Statecharts
internal import Storage
internal import WorkflowDefinitions
import Synchronization
internal import WorkflowEngine
internal import YAMLTree

/// One run of one scenario on a world of its own.
final class ScenarioRun {
  let scenario: Scenario
  let bundle: Bundle
  let input: Value
  /// The same by its declared types: what expressions see.
  private let typed: Value
  let world: VirtualWorld
  let steps: ScriptedSteps
  private let digest: @Sendable ([UInt8]) -> [UInt8]
  private let box: StoreBox
  private let unwritten: UnwrittenChanges
  var differences: [Difference] = []
  /// Business key of the first family.
  var reference = ""
  var replies: [Reply] = []
  /// What `then: show` stands for, by line.
  var shown: [(line: Int, text: String)] = []
  var lastPicture: FamilyPicture?
  /// Numbers the inputs.
  var serial = 0
  /// Where reading went on after the last look.
  var lastTask: Int64 = 0
  var lastIncident: Int64 = 0
  var lastPosting: [FamilyID: Int] = [:]
  /// Of the last start, if it was refused: what leads to the beginning is not checked, but without a family there is no story.
  var refusal: EngineError?
  private var with: Value = .map(ValueMap())
  private var depth = 0

  init(
    _ scenario: Scenario, bundle: Bundle, catalogue: [StepDeclaration],
    digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws {
    self.scenario = scenario
    self.bundle = bundle
    self.digest = digest
    let store = MemoryStore()
    let box = StoreBox(store)
    self.box = box
    try VirtualWorld.deploy(bundle, to: store, now: scenario.at)
    let start = ScenarioScope(now: scenario.at)
    input = plain(try scenario.input.evaluate(start))
    let params = plain(try scenario.params.evaluate(start))
    let unwritten = UnwrittenChanges()
    self.unwritten = unwritten
    let options = EngineOptions(
      digest: digest, capability: { reference, role in "secret/\(reference)/\(role)" },
      onUnwritten: { unwritten.add($0) },
      params: params.mapValue ?? ValueMap())
    world = try VirtualWorld(
      bundles: [bundle], executors: [ExecutorProfile(name: "all", steps: catalogue, concurrency: 64)],
      options: options, now: scenario.at
    ) { () throws(StoreError) in try box.store.makeWriter() }
    let input = (try? bundle.inputType.withoutPersonal.decode(input)) ?? input
    typed = input
    steps = ScriptedSteps(answers: scenario.answers) { dispatch in
      var scope = ScenarioScope(now: dispatch.request.now)
      scope.input = input
      scope.request = .map(dispatch.request.input)
      scope.key = dispatch.request.key
      scope.number = Int64(dispatch.request.number)
      scope.reference = dispatch.request.reference
      return scope
    }
    let place = scenario.story.first?.place ?? Node(content: .mapping([]), file: scenario.file, line: 1, column: 1)
    world.answer = { [steps] in steps.carryOut($0, fallback: place) }
    world.reopen = { [steps] in
      steps.forget()
      box.store = box.store.reopened()
    }
  }

  func reader() throws -> any StoreReader { try box.store.makeReader() }

  /// Runs until something differs, or to the end. `verifies`: history, books and timers are gone through at the end, which yields
  /// the coverage.
  func run(verifies: Bool) -> (differences: [Difference], coverage: Coverage) {
    var place = scenario.story.first?.place
    do {
      for move in scenario.from {
        place = move.place
        try perform(move)
        if let refusal { throw refusal }
      }
      try lookAway()
      for beat in scenario.story {
        place = beat.place
        replies = []
        for move in beat.moves {
          place = move.place
          try perform(move)
        }
        if let then = beat.then {
          place = then.place
          if then.isShown { try shown.append((then.place.line, show())) } else { try check(then) }
        } else {
          checkReplies(beat.place)
        }
        differences += steps.problems
        if !differences.isEmpty { return (differences, verifies ? try finish(into: nil) : Coverage()) }
        try lookAway()
      }
      return (differences, verifies ? try finish(into: scenario.story.last?.place) : Coverage())
    } catch {
      if let place {
        differences.append(Difference(place: place, thing: "the run", expected: "goes on", actual: "\(error)"))
      }
      return (differences, Coverage())
    }
  }

  /// What the engine itself holds to be true at the end.
  private func finish(into place: Node?) throws -> Coverage {
    var coverage = Coverage()
    coverage.taken = unwritten.taken
    let reader = try reader()
    let verifier = FamilyVerifier(reader: reader, bundle: bundle, digest: digest)
    for record in try reader.families(FamilyFilter(limit: 1_000)) {
      let findings = try verifier.verify(record) { coverage.add($0) }
      guard let place else { continue }
      for finding in findings {
        differences.append(
          Difference(place: place, thing: "verification", expected: "nothing", actual: finding.description))
      }
      if record.status == .stopped {
        differences.append(
          Difference(place: place, thing: "verification", expected: "\(record.key) goes on", actual: "it is stopped"))
      }
    }
    return coverage
  }

  /// The last lines of the journal.
  func timeline(_ count: Int = 10) -> [String] { world.journal.suffix(count).map(\.line) }

  /// With the names that a move's or an expectation's expressions may use.
  func scope(of key: String? = nil) -> ScenarioScope {
    var scope = ScenarioScope(now: world.now)
    scope.input = typed
    scope.with = with
    scope.reference = key ?? reference
    scope.family = { [self] in try? family(key ?? reference) }
    return scope
  }

  func family(_ key: String) throws -> FamilyPicture? {
    try FamilyPicture(reader(), key: key, bundle: bundle, now: world.now)
  }

  func value(_ data: DataExpression, of key: String? = nil) throws -> Value { try data.evaluate(scope(of: key)) }

  func key(_ data: DataExpression?) throws -> String {
    guard let data else { return reference }
    return Interpolation.display(try value(data))
  }

  /// With the parameters of an act in scope.
  func within(_ act: Act, _ given: DataExpression, _ body: () throws -> Void) throws {
    depth += 1
    defer { depth -= 1 }
    if depth > 32 { throw EngineError(code: "act-circle", message: "acts call each other without an end") }
    var parameters = try act.defaults.evaluate(scope()).mapValue ?? ValueMap()
    for entry in try given.evaluate(scope()).mapValue?.entries ?? [] {
      parameters[entry.key.stringValue ?? ""] = entry.value
    }
    let outer = with
    with = .map(parameters)
    defer { with = outer }
    try body()
  }
}

/// Transitions that events took without changing anything: the history, which the coverage is read from, says nothing of them.
private final class UnwrittenChanges: Sendable {
  private let state = Mutex<Set<TakenTransition>>([])

  var taken: Set<TakenTransition> { state.withLock { $0 } }

  func add(_ change: FamilyChange) { state.withLock { $0.formUnion(change.taken) } }
}

/// The store of the present process.
private final class StoreBox {
  var store: MemoryStore
  init(_ store: MemoryStore) { self.store = store }
}

extension JournalRecord {
  /// One line for people.
  var line: String {
    var words = [at.description, kind.rawValue]
    if !workflow.isEmpty { words.append(workflow) }
    if !step.isEmpty { words.append(step) }
    if !event.isEmpty { words.append(event) }
    if !from.isEmpty || !to.isEmpty { words.append("\(from.isEmpty ? "-" : from) -> \(to.isEmpty ? "-" : to)") }
    if attempt > 0 { words.append("#\(attempt)") }
    if !outcome.isEmpty { words.append(outcome) }
    if !text.isEmpty { words.append(text) }
    return words.joined(separator: "  ")
  }
}
