import CEL
import CivilTime
import Foundation
@testable import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Definitions that nobody thought of, run under events that nobody thought of: what the loader accepts never fails at run time by a type,
/// a name or a missing key. A failure names the seed: `RandomDefinition(seed:)` grows the same files again.
@Suite struct RandomDefinitionTests {
  static let batches = 8
  /// `RANDOM_DEFINITIONS=1000 swift test --filter RandomDefinition` grows as many in each batch.
  static let each = ProcessInfo.processInfo.environment["RANDOM_DEFINITIONS"].flatMap(Int.init) ?? 60

  /// Failures that follow from amounts, sizes and times, not from what kind of value stands where.
  static let lawful = [
    "overflow", "limit", "out of the range", "out-of-range", "divide", "negative", "bad-amount", "machine-alive",
    "machine-settling",
  ]

  struct Counts {
    var accepted = 0
    var refused = 0
    var steps = 0
    var transitions = 0
    var lawful = 0
  }

  @Test(arguments: 0..<batches) func nothingThatIsAcceptedFailsByATypeANameOrAMissingKey(batch: Int) throws {
    var counts = Counts()
    for number in 0..<Self.each {
      let seed = UInt64(batch * 1_000_000 + number)
      let definition = RandomDefinition(seed: seed, hasLaterForms: number.isMultiple(of: 2))
      let files = definition.files.sorted { $0.key < $1.key }.map {
        SourceFile(path: $0.key, source: Array($0.value.utf8))
      }
      let bundle: Statecharts.Bundle
      do {
        bundle = try #require(ShippedWorkflows.loader.load(files).bundles.first)
        counts.accepted += 1
      } catch {
        counts.refused += 1
        if ProcessInfo.processInfo.environment["RANDOM_SHOWN"] != nil { print("seed \(seed) refused: \(error)") }
        continue
      }
      do {
        var run = RandomRun(bundle, seed: ~seed)
        try run.go(&counts)
      } catch {
        Issue.record(
          "seed \(seed): \(error)\n\(definition.files.sorted { $0.key < $1.key }.map(\.value).joined(separator: "\n"))")
        return
      }
    }
    print(
      "random definitions, batch \(batch): \(counts.accepted) accepted, \(counts.refused) refused, \(counts.steps) inputs, "
        + "\(counts.transitions) with effects, \(counts.lawful) ended by amounts or times")
    #expect(counts.accepted * 3 > Self.each, "most are refused: the generator makes too little sense")
    #expect(counts.steps > Self.each)
  }
}

/// Steps a family through inputs of every kind, at random.
struct RandomRun {
  let bundle: Statecharts.Bundle
  private var random: SplitMix
  private var family: FamilySnapshot?
  private var now = Instant(seconds: 1_800_000_000, nanoseconds: 0)!

  init(_ bundle: Statecharts.Bundle, seed: UInt64) {
    self.bundle = bundle
    random = SplitMix(seed: seed)
  }

  mutating func go(_ counts: inout RandomDefinitionTests.Counts) throws {
    let input = try bundle.inputType.decode(value(of: bundle.inputType))
    do {
      let first = try bundle.initialSnapshot(key: "k", input: input, params: [], now: now)
      family = first
      try take(.start, &counts)
      for _ in 0..<30 {
        now = now.adding(.seconds(random.below(7_200))) ?? now
        guard let input = nextInput() else { continue }
        try take(input, &counts)
      }
    } catch let failure as StepFailure {
      let text = "\(failure.code) \(failure.message)"
      guard RandomDefinitionTests.lawful.contains(where: { text.contains($0) }) else { throw failure }
      counts.lawful += 1
    }
  }

  private mutating func take(_ input: FamilyInput, _ counts: inout RandomDefinitionTests.Counts) throws {
    guard let before = family else { return }
    let change = try bundle.transition(before, StepInput(input: input, now: now))
    counts.steps += 1
    if !change.effects.isEmpty { counts.transitions += 1 }
    let whole = try bundle.view(of: change.next, now: now)
    #expect(try bundle.view(of: change.next, after: before, bundle.view(of: before, now: now), now: now) == whole)
    #expect(try bundle.brokenInvariants(after: before, change.next, now: now) == [])
    for (index, instance) in change.next.instances.enumerated() {
      guard let instance else { continue }
      #expect(
        try bundle.decodeInstance(JSON.parse(bundle.encode(instance, machine: index)), machine: index) == instance)
      for step in instance.steps {
        let name = StepName(machine: index, incarnation: step.run, serial: step.serial)
        _ = try bundle.preconditionHolds(for: name, in: change.next, now: now)
      }
    }
    family = change.next
  }

  private mutating func nextInput() -> FamilyInput? {
    guard let family else { return nil }
    switch random.below(4) {
    case 0:
      for (machine, instance) in family.instances.enumerated() {
        for (index, timer) in (instance?.timers ?? []).enumerated() {
          guard let timer, timer.isArmed else { continue }
          now = max(now, timer.due)
          return .timer(machine: machine, timer: index, generation: timer.generation)
        }
      }
      return nil
    case 1:
      for (machine, instance) in family.instances.enumerated() {
        guard let step = instance?.steps.first else { continue }
        let name = StepName(machine: machine, incarnation: step.run, serial: step.serial)
        let reply = bundle.machines[machine].steps[step.definition].reply
        switch random.below(4) {
        case 0: return .outcome(name, .failed(code: "rejected", message: "no"))
        case 1: return .outcome(name, .stopped)
        default: return .outcome(name, .done(value(of: reply)))
        }
      }
      return nil
    default:
      let events = bundle.machines.flatMap { $0.declarations.values }.filter(\.isExternal).sorted { $0.name < $1.name }
      guard !events.isEmpty else { return nil }
      let event = events[random.below(events.count)]
      guard let data = try? event.data.decode(value(of: event.data)) else { return nil }
      return .event(Event(name: event.name, role: "operator", data: data))
    }
  }

  /// Some value of a type, as somebody outside may send it.
  private mutating func value(of type: CELType) -> Value {
    switch type {
    case .nullable(let inner): return random.below(2) == 0 ? .null : value(of: inner)
    case .int: return .int(Int64(random.below(20)) - 5)
    case .bool: return .bool(random.below(2) == 0)
    case .string: return .string(["", "a", "xyz", "Ü"][random.below(4)])
    case .timestamp: return .string("2027-0\(1 + random.below(9))-11T10:00:00Z")
    case .duration: return .string("PT\(random.below(100))M")
    case .list(let element): return .list((0..<random.below(3)).map { _ in value(of: element) })
    case .object(let fields):
      var map = ValueMap()
      for field in fields {
        if field.isOptional, random.below(3) == 0 { continue }
        map[field.name] = value(of: field.type)
      }
      return .map(map)
    default: return .null
    }
  }
}

extension Statecharts.Bundle {
  /// The names of the invariants that do not hold, each evaluated anew whatever the transition changed.
  fileprivate func brokenInvariants(
    after before: FamilySnapshot, _ family: FamilySnapshot, now: Instant
  ) throws -> [String] {
    let state = FamilyState(before, of: self, now: now)
    state.snapshot = family
    return try invariants.enumerated().filter { number, invariant in
      guard family.instances[invariant.machine] != nil, invariant.kind == .always || invariant.kind == .never,
        !invariantReads[number].isVolatile
      else { return false }
      let holds = try state.withScope(invariant.machine) { scope in try state.isTrue(invariant.condition, scope, 0) }
      return holds == (invariant.kind == .never)
    }.map(\.element.name)
  }
}
