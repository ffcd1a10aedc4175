import Foundation
import Glibc
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Definitions may lie in folders below the deployed one, and include files of other folders of it.
@Suite struct DefinitionTreeTests {
  private static let root = """
    include: [../shared/common.yaml]
    workflow: order
    family: [helper]
    key: "${input.reference}"
    input: {reference: string}
    states: {a: {entry: [{greet: {}}], invoke: {workflow: helper, onDone: b}}, b: {rest: true}}
    """
  private static let files = [
    "orders/order.yaml": root,
    "orders/parts/helper.yaml":
      "include: [../../shared/common.yaml]\nworkflow: helper\nfamily: order\nstates: {s: {entry: [{greet: {}}], always: e}, e: {type: final}}",
    "shared/common.yaml": "actions: {greet: {do: [{journal: hello}]}}",
    "scenarios/orders.yaml": "scenario: none", "templates/none.yaml": "x: 1",
  ]

  private static func sources(_ files: [String: String]) -> [SourceFile] {
    files.map { SourceFile(path: $0.key, source: Array($0.value.utf8)) }
  }

  @Test func filesOfOneTreeMakeABundle() throws {
    let loaded = try ShippedWorkflows.loader.load(Self.sources(Self.files))
    #expect(loaded.warnings.map(\.description) == [])
    #expect(loaded.bundles.map { $0.machines.map(\.name) } == [["order", "helper"]])
    let own = Set(loaded.sources.first?.map(\.path) ?? [])
    #expect(own == ["orders/order.yaml", "orders/parts/helper.yaml", "shared/common.yaml"])
    let again = try ShippedWorkflows.loader.load(loaded.sources[0])
    #expect(again.bundles.map(\.hash) == loaded.bundles.map(\.hash))
  }

  @Test(
    arguments: [
      ("../../common.yaml", "leads out"), ("/shared/common.yaml", "leads out"),
      ("common.yaml", "no file 'orders/common.yaml'"),
      ("../shared/comon.yaml", "no file 'shared/comon.yaml'"),
    ])
  func anIncludeThatIsNotInTheTreeIsTold(_ path: String, _ words: String) throws {
    var files = Self.files
    files["orders/order.yaml"] = Self.root.replacing("../shared/common.yaml", with: path)
    let findings = try #require(throws: Findings.self) { try ShippedWorkflows.loader.load(Self.sources(files)) }
    #expect(findings.list.map(\.code) == ["missing-include"])
    #expect(findings.list.first?.message.contains(words) == true)
    if path.contains("comon") { #expect(findings.list.first?.cure == "did you mean 'shared/common.yaml'?") }
  }

  @Test func foldersBelowAreReadButForHiddenOnesLinksAndThoseThatAreNoDefinitions() throws {
    let folder = try DefinitionFolderTests.Folder()
    for name in ["a/b/c/d/e", "scenarios", ".git", "a/scenarios"] {
      try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    for name in [
      "top.yaml", "a/one.yaml", "a/b/c/d/four.yaml", "a/b/c/d/e/five.yaml", "scenarios/s.yaml", ".git/x.yaml",
      "templates/t.yaml", "a/scenarios/s.yaml",
    ] { try folder.write(name, "x") }
    symlink(folder.path, "\(folder.path)/loop")
    let read = try DefinitionFolderReader().read(folder.path, [.definitions, .templates])
    #expect(read.map(\.path) == ["top.yaml", "a/one.yaml", "a/b/c/d/four.yaml"])
    #expect(try DefinitionFolderReader().read("\(folder.path)/a", [.scenarios]).map(\.path) == ["one.yaml"])
  }
}
