import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Names of the language that others have replaced.
@Suite struct RetiredNameTests {
  /// A transfer with every retired name, comments and a line ending of another system between.
  private static let old = """
    workflow: small # settledBy: stays in a comment
    version: 1
    family: []
    key: k
    input: {reference: string}
    ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit}}
    view: {clear: {type: bool, value: "${true}"}}
    invariants: [{name: "né à l'arrêt", rests: "ledger.moving >= 0"}]
    events:
      refund: {data: {id: string, status: string}, by: [operator], otherwise: ignore}
    initial: sending
    states:
      sending:
        entry: [{post: {from: client, to: held, amount: 100}}]
        invoke:
          step: stripe.reversal\r
          key: "${family.key}/reversal/${entries}"
          with: {transfer: t, amount: 60}
          moves: {from: held, via: moving, to: moved, amount: 60}
          wanted: "view.clear"
          leave: settle
          settledBy:
            refund: {id: "${event.data.id}", done: "event.data.status == 'ok'", failed: "event.data.status == 'no'"}
          onDone: sent
          onError: sent
          onStopped: sent
      sent: {rest: true}
    """
  private static var new: String {
    old.replacing(" wanted:", with: " precondition:").replacing("leave: settle", with: "leave: awaitCompletion")
      .replacing(" settledBy:\n", with: " completedBy:\n").replacing("rests:", with: "atRest:")
  }

  private static func files(_ text: String) -> [SourceFile] {
    [SourceFile(path: "small.yaml", source: Array(text.utf8))]
  }

  private static var migration: SourceMigration { SourceMigration(loader: ShippedWorkflows.loader) }

  @Test func aRetiredNameIsAWarningThatHoldsTheNewOne() {
    let found = FindingTests.findings(["small.yaml": Self.old]).filter { $0.code == "retired-name" }
    #expect(found.allSatisfy { $0.severity == .warning })
    #expect(found.map(\.replacement) == ["atRest", "precondition", "awaitCompletion", "completedBy"])
  }

  @Test func bothNamesMeanTheSame() {
    let (old, new) = (FindingTests.findings(["small.yaml": Self.old]), FindingTests.findings(["small.yaml": Self.new]))
    #expect(old.filter { $0.code != "retired-name" }.map(\.code) == new.map(\.code))
  }

  @Test func aMigrationReplacesTheNamesAndNothingElse() {
    let (files, changes) = Self.migration.run(Self.files(Self.old))
    #expect(files.map { String(decoding: $0.source, as: UTF8.self) } == [Self.new])
    #expect(changes.map(\.old) == ["rests", "wanted", "settle", "settledBy"])
  }

  @Test func aFileWithoutRetiredNamesIsLeftAlone() {
    let (files, changes) = Self.migration.run(Self.files(Self.new))
    #expect(files.isEmpty)
    #expect(changes.isEmpty)
  }

  @Test func aNewNameBesideTheOldOneIsNotOverwritten() {
    let both = Self.old.replacing(" wanted:", with: " precondition: \"true\"\n      wanted:")
    #expect(FindingTests.findings(["small.yaml": both]).map(\.code).contains("unknown-key"))
    let (files, _) = Self.migration.run(Self.files(both))
    #expect(files.allSatisfy { String(decoding: $0.source, as: UTF8.self).contains("wanted:") })
  }
}
