import ArgumentParser
@testable import ControlCommands
import FoundationEssentials
import Synchronization
import Testing

/// `magnetiqctl workflows check` and `explain`, which need no daemon.
@Suite struct WorkflowsCommandTests {
  private struct Outcome {
    var data = ""
    var talk = ""
    var code: Int32 = 0
  }

  private func run(_ arguments: [String]) -> Outcome {
    let written = Mutex(("", ""))
    let console = Console(
      data: { text in written.withLock { $0.0 += text } }, note: { text in written.withLock { $0.1 += text } })
    var outcome = Outcome()
    do {
      let command = try Magnetiqctl.parseAsRoot(["workflows"] + arguments)
      if let check = command as? WorkflowsCheck { try check.check(console) }
      if let explain = command as? WorkflowsExplain { try explain.explain(console) }
      if let new = command as? WorkflowsNew { try new.create(console) }
    } catch {
      outcome.code = (error as? ExitCode)?.rawValue ?? Magnetiqctl.exitCode(for: error).rawValue
    }
    (outcome.data, outcome.talk) = written.withLock { $0 }
    return outcome
  }

  /// A folder with one definition, removed afterwards.
  private func with<R>(_ body: String, _ use: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("check-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let head = "workflow: small\nfamily: []\nkey: k\ninput: {reference: string}\n"
    try Data((head + body).utf8).write(to: folder.appendingPathComponent("small.yaml"))
    return try use(folder.path)
  }

  @Test func theCheckKnowsTheCRMsFieldsOfASettingsFile() throws {
    let body = """
      initial: a
      states:
        a:
          invoke:
            step: crm.upsert
            key: "${family.key}/crm"
            with: {external_id: a.b, data: {custom: {budgett: much}}}
            onDone: b
            onError: b
        b: {rest: true}

      """
    try with(body) { folder in
      #expect(run(["check", folder]).code == 0, "nobody has said which fields there are")
      let settings = folder + "/settings.conf"
      let text = """
        sandbox: true
        executors: {odoo: {url: "http://127.0.0.1:1", database: crm, key: odoo-key, fields: {budget: x_budget}}}

        """
      try Data(text.utf8).write(to: URL(fileURLWithPath: settings))
      let found = run(["check", folder, "--config", settings])
      #expect(found.code == 5)
      #expect(found.data.contains("budgett") && found.data.contains("did you mean 'budget'?"), "\(found.data)")
      #expect(run(["check", folder, "--config", folder + "/none"]).code != 0)
    }
  }

  @Test func aNewWorkflowPassesItsCheckAndItsScenarios() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("new-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = run(["new", "order", "--folder", folder])
    #expect(made.code == 0)
    #expect(made.data == "\(folder)/order.yaml\n\(folder)/scenarios/order.yaml\n")
    #expect(run(["check", "--strict", folder]).code == 0)
    // It throws if a scenario fails.
    try #require(WorkflowsTest.parseAsRoot([folder]) as? WorkflowsTest).run()
    // Nothing that is there is written over.
    #expect(run(["new", "order", "--folder", folder]).code != 0)
    #expect(run(["new", "two words"]).code != 0)
  }

  static let clean = "states: {a: {rest: true}}\n"
  static let idle = "events: {go: {by: [operator], otherwise: ignore}}\nstates: {a: {rest: true}}\n"
  static let wrong = "states: {a: {rest: true, entri: []}}\n"

  @Test func aCleanFolderEndsWithZeroAndASummary() throws {
    let outcome = try with(Self.clean) { run(["check", $0]) }
    #expect(outcome.code == 0)
    #expect(outcome.data.hasPrefix("0 errors, 0 warnings in 1 file\nsmall: 1 machine, 1 state, version "))
  }

  @Test func anErrorEndsWithFiveAndItsPlaceCanBeOpened() throws {
    try with(Self.wrong) { folder in
      let outcome = run(["check", folder])
      #expect(outcome.code == 5)
      #expect(
        outcome.data.hasPrefix("\(folder)/small.yaml:5:26: error: 'entri' is not a key of a state [unknown-key]\n"))
    }
  }

  @Test func aWarningCountsOnlyWhenStrict() throws {
    try with(Self.idle) { folder in
      #expect(run(["check", folder]).code == 0)
      #expect(run(["check", folder, "--strict"]).code == 5)
      #expect(run(["check", folder, "--output", "gcc"]).data.hasSuffix("[event-never-handled]\n"))
    }
  }

  @Test func aFolderThatIsNotThereIsWrongUse() {
    #expect(run(["check", "/nowhere/at/all"]).code != 0)
  }

  @Test func aPathThatIsNoFileIsReportedByItsKind() throws {
    try with(Self.clean) { folder in
      try FileManager.default.createDirectory(atPath: "\(folder)/sub.yaml", withIntermediateDirectories: true)
      #expect(throws: ValidationError.self) { try DefinitionFolder(folder) }
      try FileManager.default.removeItem(atPath: "\(folder)/sub.yaml")
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/x.yaml", withDestinationPath: "/nowhere/at/all")
      #expect(throws: ValidationError.self) { try DefinitionFolder(folder) }
      try FileManager.default.removeItem(atPath: "\(folder)/x.yaml")
      #expect(try DefinitionFolder("\(folder)/").files.count == 1)
      #expect(try DefinitionFolder("\(folder)/").place == folder)
    }
  }

  @Test func aCodeThatIsMisspeltIsRecognised() {
    #expect(run(["explain", "unreachabel-state"]).talk.contains("unreachable-state?"))
  }

  @Test func aSampleOfNothingAndAScoreAboveAHundredAreWrongUse() {
    #expect(run(["mutate", "--sample", "0"]).code != 0)
    #expect(run(["mutate", "--least", "101"]).code != 0)
  }

  @Test func aCodeIsExplained() {
    let outcome = run(["explain", "unreachable-state"])
    #expect(outcome.code == 0)
    #expect(outcome.data.hasPrefix("# `unreachable-state`: "))
    #expect(run(["explain"]).data.hasPrefix("# Findings"))
  }

  @Test func anUnknownCodeIsNotFound() {
    let outcome = run(["explain", "reachable-state"])
    #expect(outcome.code == 3)
    #expect(outcome.talk.contains("unreachable-state?"))
    #expect(run(["explain", "../operating"]).code == 3)
  }

  @Test func withoutPagesItSaysWhereItLooked() {
    let outcome = run(["explain", "unreachable-state", "--docs", "/nowhere"])
    #expect(outcome.code == 3)
    #expect(outcome.talk.contains("/nowhere"))
  }

  @Test func theInstalledPagesAreFoundBesideTheProgram() {
    let pages = ErrorPages(folder: nil, program: "/opt/magnetiq/bin/magnetiqctl")
    #expect(pages.looked.first == "/opt/magnetiq/share/doc/magnetiq/errors")
  }
}
