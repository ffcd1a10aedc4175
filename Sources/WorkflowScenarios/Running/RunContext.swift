internal import CEL
internal import CivilTime
import EngineMessages
internal import Execution
internal import MemoryStorage
internal import Statecharts
internal import Storage
internal import WorkflowDefinitions
internal import WorkflowEngine
internal import YAMLTree
import Synchronization

/// The state that the parts of a run share: the world, the names in scope, and the replies since the last look.
final class RunContext {
  let scenario: Scenario
  let bundle: Bundle
  let input: Value
  /// The given input with its declared types, as expressions see it.
  private let typed: Value
  let world: VirtualWorld
  let steps: ScriptedSteps
  private let box: StoreBox
  private let unwritten: UnwrittenChanges
  /// The key of the first family.
  var reference = ""
  /// The replies since the last check.
  var replies: [Reply] = []
  private var with: Value = .map(ValueMap())
  private var depth = 0

  init(
    _ scenario: Scenario, bundle: Bundle, catalogue: [StepDeclaration],
    digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws {
    self.scenario = scenario
    self.bundle = bundle
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

  /// Transitions that events took without a change, which the history does not record.
  var unwrittenTransitions: Set<TakenTransition> { unwritten.taken }

  /// The names that the expressions of a move or an expectation may use.
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

  func instant(_ moment: Moment, of key: String) throws -> Instant {
    switch moment {
    case .instant(let instant): return instant
    case .duration(let duration): return world.now.adding(duration) ?? world.now
    case .program(let program):
      guard let instant = try program.evaluate(scope(of: key)).timestampValue else {
        throw EngineError(code: "no-instant", message: "'\(program.source)' is null")
      }
      return instant
    }
  }

  /// Runs `body` with the parameters of an act in scope.
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

/// Collects transitions that events took without a change. Coverage is read from the history, which does not record
/// them.
private final class UnwrittenChanges: Sendable {
  private let state = Mutex<Set<TakenTransition>>([])

  var taken: Set<TakenTransition> { state.withLock { $0 } }

  func add(_ change: FamilyChange) { state.withLock { $0.formUnion(change.taken) } }
}

/// Holds the store of the present process.
private final class StoreBox {
  var store: MemoryStore
  init(_ store: MemoryStore) { self.store = store }
}
