import CEL
import Execution
import Foundation
import Testing
import WorkflowDefinitions
import WorkflowScenarios
import WorkflowTesting

/// `docs/errors`: one page for each code; each wrong example yields exactly that finding, each right one none.
@Suite struct ErrorPageTests {
  struct Page: Sendable, CustomTestStringConvertible {
    var code: String
    var text: String
    var testDescription: String { code }

    /// The files between two headings. `times=N` in a fence's first line repeats its last line, `%` standing for the number.
    func files(_ heading: String) -> [SourceFile] {
      fences(heading, "```yaml ").map { fence in
        let words = fence.info.split(separator: " ")
        var lines = fence.lines
        if let times = words.dropFirst().first.flatMap({ Int($0.dropFirst("times=".count)) }),
          let last = lines.popLast()
        {
          lines += (0..<times).map { last.replacing("%", with: "\($0)") }
        }
        return SourceFile(
          path: words.first.map(String.init) ?? "", source: Array((lines.joined(separator: "\n") + "\n").utf8))
      }
    }

    /// The output that the page shows.
    var found: String { fences("## Wrong", "```text").first.map { $0.lines.joined(separator: "\n") } ?? "" }

    private func fences(_ heading: String, _ mark: String) -> [(info: String, lines: [String])] {
      var result: [(info: String, lines: [String])] = []
      var isHere = false
      var isOpen = false
      for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        if isOpen, line == "```" {
          isOpen = false
        } else if isOpen {
          result[result.count - 1].lines.append(line)
        } else if line.hasPrefix("## ") {
          isHere = line == heading
        } else if isHere, line.hasPrefix(mark) {
          result.append((String(line.dropFirst(mark.count)), []))
          isOpen = true
        }
      }
      return result
    }
  }

  static let folder = ShippedWorkflows.root.appendingPathComponent("docs/errors")

  static let pages: [Page] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let codes = names.filter { $0.hasSuffix(".md") && $0 != "README.md" }.map { String($0.dropLast(3)) }
    return codes.sorted().map { code in
      let text = (try? String(contentsOf: folder.appendingPathComponent("\(code).md"), encoding: .utf8)) ?? ""
      return Page(code: code, text: text)
    }
  }()

  /// Those with files to read; what can be wrong with a folder itself has no files.
  static let examples = pages.filter { !$0.files("## Wrong").isEmpty }

  /// The shipped steps, and one whose executor cannot look up what became of it.
  static let loader: BundleLoader = {
    var loader = ShippedWorkflows.loader
    loader.catalogue.append(StepDeclaration(name: "bank.payout", stepClass: .money, input: [], returns: []))
    return loader
  }()

  /// With files under `scenarios/` what `workflows test` says, else what `workflows check` says.
  static func findings(_ files: [SourceFile]) -> [Finding] {
    let scenarios = scenarios(files)
    var loader = loader
    loader.checksTemplates = files.contains { $0.path.hasPrefix("templates/") }
    do {
      if scenarios.isEmpty { return try loader.load(files).warnings }
      _ = try ScenarioSuite(
        loader: loader, workflows: files.filter { !$0.path.contains("/") }, scenarios: scenarios)
      return []
    } catch {
      return error.list
    }
  }

  private static func scenarios(_ files: [SourceFile]) -> [SourceFile] {
    files.filter { $0.path.hasPrefix("scenarios/") }.map {
      SourceFile(path: String($0.path.dropFirst("scenarios/".count)), source: $0.source)
    }
  }

  @Test(arguments: examples)
  func theWrongExampleYieldsExactlyTheFindingThatThePageShows(_ page: Page) {
    let files = page.files("## Wrong")
    let findings = Self.findings(files)
    #expect(findings.map(\.code) == [page.code])
    let scenarios = Self.scenarios(files)
    let printed = FindingFormat.table.text(
      findings, files: scenarios.isEmpty ? files : scenarios, folder: scenarios.isEmpty ? "" : "scenarios"
    ).split(separator: "\n").dropLast()
    #expect(findings.allSatisfy { !$0.cure.isEmpty })
    #expect(printed.joined(separator: "\n") == page.found)
    #expect(page.text.contains("The \(findings.first?.severity.rawValue ?? ""):"))
  }

  @Test(arguments: examples)
  func theRightExampleYieldsNothing(_ page: Page) {
    let files = page.files("## Right")
    #expect(!files.isEmpty)
    #expect(Self.findings(files).map(\.description) == [])
  }

  @Test func everyCodeOfTheSourceHasAPageAndEveryPageACode() throws {
    let pages = Set(Self.pages.map(\.code))
    let codes = try Self.codesOfTheSource()
    let withoutPage = codes.subtracting(pages).sorted()
    let withoutCode = pages.subtracting(codes).sorted()
    #expect(withoutPage == [])
    #expect(withoutCode == [])
  }

  @Test func theIndexListsEveryPageWithItsSeverityAndTitle() throws {
    let index = try String(contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    let rows = index.split(separator: "\n").filter { $0.hasPrefix("| [`") }.map(String.init)
    let expected = Self.pages.map { page in
      let title = page.text.split(separator: "\n").first.map { $0.dropFirst("# `\(page.code)`: ".count) } ?? ""
      let severity = page.text.contains("\nThe warning:\n") ? "warning" : "error"
      return "| [`\(page.code)`](\(page.code).md) | \(severity) | \(title) |"
    }
    #expect(rows == expected)
  }

  /// The literals that stand where the readers, the checks and the expression checker give a code.
  private static func codesOfTheSource() throws -> Set<String> {
    let sources = ShippedWorkflows.root.appendingPathComponent("Sources")
    var codes: Set<String> = []
    for folder in [
      "WorkflowDefinitions", "WorkflowScenarios", "WorkflowProofs", "CEL/Checking", "CEL/Syntax", "CEL/Interpolation",
    ] {
      let folder = sources.appendingPathComponent(folder).resolvingSymlinksInPath()
      let files = FileManager.default.enumerator(atPath: folder.path)
      for case let name as String in files ?? FileManager.DirectoryEnumerator() where name.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        for match in text.matches(of: /(?:error|warning|report|fail|tell|unknown|finding)\(\s*"([a-z]+(?:-[a-z]+)+)"/) {
          codes.insert(String(match.1))
        }
        for match in text.matches(
          of:
            /Finding\(\s*code: "([a-z-]+)"|CELIssue\(\s*code: "([a-z-]+)"|code: String = "([a-z-]+)"|case [A-Za-z]+ = "([a-z]+-[a-z-]+)"/
        ) {
          codes.formUnion([match.1, match.2, match.3, match.4].compactMap { $0.map(String.init) })
        }
      }
    }
    return codes
  }
}
