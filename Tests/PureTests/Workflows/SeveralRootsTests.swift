import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Several root workflows in one folder are read as if each had a folder of its own.
@Suite struct SeveralRootsTests {
  /// The shipped definitions, with those of `docs/writing-a-workflow.md` beside them.
  private func files(root name: String = "order.yaml") throws -> [SourceFile] {
    try ShippedWorkflows.files()
      + WrittenWorkflowTests.files().map {
        SourceFile(path: $0.path == "order.yaml" ? name : $0.path, source: $0.source)
      }
  }

  private func versions(_ files: [SourceFile]) throws -> [String: String] {
    let loaded = try ShippedWorkflows.loader.load(files)
    return Dictionary(uniqueKeysWithValues: loaded.bundles.map { ($0.root.name, $0.hash) })
  }

  @Test(arguments: ["a-first.yaml", "order.yaml", "z-last.yaml"])
  func aSecondRootIsReadWhateverItsFileIsCalled(_ name: String) throws {
    let loaded = try ShippedWorkflows.loader.load(files(root: name))
    #expect(loaded.warnings.map(\.description) == [])
    #expect(loaded.bundles.map(\.root.name).sorted() == ["booking", "consultant", "hold", "order"])
    #expect(loaded.bundles.first { $0.root.name == "order" }?.machines.map(\.name) == ["order", "approval"])
  }

  @Test func aRootHasTheVersionThatItHasAlone() throws {
    let both = try versions(files())
    #expect(both["booking"] != both["order"])
    #expect(try both["booking"] == versions(ShippedWorkflows.files())["booking"])
    #expect(try both["order"] == versions(WrittenWorkflowTests.files())["order"])
  }

  @Test func aChangeOfOneRootLeavesTheVersionOfTheOther() throws {
    let before = try versions(files())
    let changed = try files().map { file in
      file.path == "approval.yaml" ? SourceFile(path: file.path, source: file.source + Array("# more\n".utf8)) : file
    }
    let after = try versions(changed)
    #expect(after["booking"] == before["booking"])
    #expect(after["order"] != before["order"])
  }

  @Test func eachRootHasItsOwnFilesAndTheTemplatesIfItSendsMails() throws {
    let mail = SourceFile(path: "templates/hello.en.mail", source: Array("subject: Hello\n\nHello.\n".utf8))
    let loaded = try ShippedWorkflows.loader.load(files() + [mail])
    let sources = Dictionary(
      uniqueKeysWithValues: zip(loaded.bundles, loaded.sources).map { ($0.root.name, $1.map(\.path)) })
    #expect(sources["order"]?.sorted() == ["approval.yaml", "order.yaml"])
    #expect(sources["booking"]?.contains("common.yaml") == true)
    #expect(sources["booking"]?.contains("templates/hello.en.mail") == true)
    #expect(sources["booking"]?.contains("order.yaml") == false)
  }

  @Test func aFaultIsReportedOnceWithTheNamesOfItsOwnRoot() throws {
    let faulty = try files(root: "z-last.yaml").map { file in
      let text = String(decoding: file.source, as: UTF8.self)
      return SourceFile(
        path: file.path, source: Array(text.replacing("balance('loss') <= 0", with: "balance('lose') <= 0").utf8))
    }
    let findings = try #require(throws: Findings.self) { try ShippedWorkflows.loader.load(faulty) }
    #expect(findings.list.map(\.code) == ["unknown-account"])
    #expect(findings.list.first?.file == "booking.yaml")
    #expect(findings.list.first?.cure == "did you mean 'loss'?")
  }
}
