internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import Storage
internal import WorkflowDefinitions
internal import WorkflowEngine
internal import YAMLTree

/// One run of one scenario on a world of its own.
final class ScenarioRun {
  private let scenario: Scenario
  private let context: RunContext
  private let moves: MoveRunner
  private let happenings: Happenings
  private let digest: @Sendable ([UInt8]) -> [UInt8]
  private var differences: [Difference] = []
  /// The text that replaces each `then: show`, by its line.
  private(set) var shown: [(line: Int, text: String)] = []
  /// The family at the last check, if changes are to be shown.
  private var lastPicture: FamilyPicture?

  init(
    _ scenario: Scenario, bundle: Bundle, catalogue: [StepDeclaration],
    digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws {
    self.scenario = scenario
    self.digest = digest
    context = try RunContext(scenario, bundle: bundle, catalogue: catalogue, digest: digest)
    moves = MoveRunner(context)
    happenings = Happenings(context)
  }

  /// Runs until the first difference or the end.
  ///
  /// - Parameter verifies: whether history, books and timers are verified at the end, which also yields the coverage.
  func run(verifies: Bool) -> (differences: [Difference], coverage: Coverage) {
    var place = scenario.story.first?.place
    do {
      for move in scenario.from {
        place = move.place
        try moves.perform(move)
        if let refusal = moves.refusal { throw refusal }
      }
      try lookAway()
      for beat in scenario.story {
        place = beat.place
        context.replies = []
        for move in beat.moves {
          place = move.place
          try moves.perform(move)
        }
        if let then = beat.then { place = then.place }
        try look(beat)
        differences += context.steps.problems
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

  private func look(_ beat: Scenario.Beat) throws {
    if let then = beat.then, then.isShown {
      let changes = ShownChanges(context: context, happenings: happenings)
      return try shown.append((then.place.line, changes.text(since: lastPicture)))
    }
    var check = ExpectationCheck(context, happenings)
    defer { differences += check.differences }
    if let then = beat.then { try check.check(then) } else { check.checkReplies(beat.place) }
  }

  private func lookAway() throws {
    try happenings.forget()
    if scenario.story.contains(where: { $0.then?.isShown ?? false }) {
      lastPicture = try context.family(context.reference)
    }
  }

  /// Adds the facts that must hold at the end of every scenario.
  private func finish(into place: Node?) throws -> Coverage {
    var coverage = Coverage()
    coverage.taken = context.unwrittenTransitions
    let reader = try context.reader()
    let verifier = FamilyVerifier(reader: reader, bundle: context.bundle, digest: digest)
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
  func timeline(_ count: Int = 10) -> [String] { context.world.journal.suffix(count).map(\.line) }
}

extension JournalRecord {
  /// The entry as one line for people.
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
