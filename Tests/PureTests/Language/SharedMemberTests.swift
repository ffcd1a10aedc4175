import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// A member may belong to several roots: each bundle has a machine of its own from the one file.
@Suite struct SharedMemberTests {
  private static func root(_ name: String, _ members: String = "helper") -> String {
    """
    workflow: \(name)
    family: [\(members)]
    key: "${input.reference}"
    input: {reference: string}
    states: {a: {invoke: {workflow: helper, onDone: b}}, b: {rest: true}}
    """
  }

  private static func files(_ family: String) -> [String: String] {
    [
      "one.yaml": root("one"), "two.yaml": root("two"),
      "helper.yaml": "workflow: helper\nfamily: \(family)\nstates: {s: {always: e}, e: {type: final}}",
    ]
  }

  @Test func eachRootHasItsOwnMachineOfIt() throws {
    let loaded = try ShippedWorkflows.loader.load(
      Self.files("{of: [one, two]}").map { SourceFile(path: $0.key, source: Array($0.value.utf8)) })
    #expect(loaded.bundles.map { $0.machines.map(\.name) } == [["one", "helper"], ["two", "helper"]])
    #expect(loaded.warnings.map(\.description) == [])
    #expect(loaded.sources.allSatisfy { $0.contains { $0.path == "helper.yaml" } })
  }

  @Test(
    arguments: [
      ("one", ["wrong-family"]), ("{of: [one]}", ["wrong-family"]),
      ("{of: [one, tow]}", ["unlisted-workflow", "wrong-family"]),
      ("{of: [one, two, one]}", []), ("{of: []}", ["missing-key", "wrong-family"]),
      ("{off: [one, two]}", ["missing-key", "unknown-key", "wrong-family"]),
    ])
  func aMisuseIsTold(_ family: String, _ codes: [String]) {
    #expect(Set(FindingTests.findings(Self.files(family)).map(\.code)) == Set(codes))
  }

  @Test func aRootThatItNamesListsIt() {
    var files = Self.files("{of: [one, two]}")
    files["two.yaml"] =
      "workflow: two\nfamily: []\nkey: \"${input.reference}\"\ninput: {reference: string}\nstates: {b: {rest: true}}"
    #expect(FindingTests.findings(files).map(\.code) == ["unlisted-workflow"])
  }
}
