import CEL
import Testing
import WorkflowDefinitions

/// The forms in which findings leave the program.
@Suite struct FindingFormatTests {
  static let files = [
    SourceFile(path: "a.yaml", source: Array("one\nünd: {x: 1}\n".utf8)),
    SourceFile(path: "b.yaml", source: Array("two\n".utf8)),
  ]

  static let findings = [
    Finding(
      code: "unknown-key", file: "a.yaml", line: 2, column: 7, endColumn: 8, message: "'x', 100% wrong", cure: "y: 1"),
    Finding(
      .warning, code: "hidden-handler", file: "b.yaml", line: 1, column: 1, endLine: 1, endColumn: 4, message: "m"),
    Finding(code: "unknown-key", file: "b.yaml", line: 1, column: 1, endColumn: 4, message: "n"),
  ]

  private func text(_ format: FindingFormat, folder: String = "") -> String {
    format.text(Self.findings, files: Self.files, folder: folder)
  }

  @Test func theTableQuotesMarksCuresAndSums() {
    #expect(
      text(.table, folder: "workflows").hasPrefix(
        """
        workflows/a.yaml:2:7: error: 'x', 100% wrong [unknown-key]
          2 | ünd: {x: 1}
            |       ^
          cure: y: 1
          see: magnetiqctl workflows explain unknown-key
        """))
    #expect(text(.table).hasSuffix("\n2 errors, 1 warning in 2 files\n"))
    #expect(FindingFormat.table.text([], files: Self.files) == "0 errors, 0 warnings in 2 files\n")
  }

  @Test func jsonHasEveryPart() throws {
    let list = try #require(try JSON.parse(text(.json)).listValue)
    #expect(list.count == 3)
    let expected: Value = [
      "severity": "error", "code": "unknown-key", "message": "'x', 100% wrong", "cure": "y: 1", "file": "a.yaml",
      "line": 2, "column": 7, "end_line": 2, "end_column": 8, "source": "ünd: {x: 1}",
      "page": "docs/errors/unknown-key.md",
    ]
    #expect(list[0] == expected)
    #expect(try JSON.parse(FindingFormat.json.text([], files: Self.files)).listValue == [])
  }

  /// The properties that the schema of SARIF 2.1.0 requires, and those that GitHub reads.
  @Test func sarifHasWhatItsSchemaRequires() throws {
    let log = try JSON.parse(text(.sarif, folder: "my flows"))
    #expect(log["version"] == "2.1.0")
    let run = try #require(log["runs"]?.listValue?.first)
    let driver = try #require(run["tool"]?["driver"])
    #expect(driver["name"] == "magnetiqctl")
    let rules = try #require(driver["rules"]?.listValue)
    #expect(rules.map { $0["id"] } == ["hidden-handler", "unknown-key"])
    #expect(rules.allSatisfy { $0["shortDescription"]?["text"] != nil && $0["help"]?["text"] != nil })
    let results = try #require(run["results"]?.listValue)
    #expect(results.count == 3)
    for (result, finding) in zip(results, Self.findings) {
      let rule = try #require(result["ruleIndex"]?.intValue)
      #expect(rules[Int(rule)]["id"] == result["ruleId"])
      #expect(result["ruleId"] == .string(finding.code))
      #expect(result["level"] == .string(finding.severity.rawValue))
      #expect(result["message"]?["text"] != nil)
      let place = try #require(result["locations"]?.listValue?.first?["physicalLocation"])
      #expect(place["artifactLocation"]?["uri"] == .string("my%20flows/\(finding.file)"))
      #expect(place["region"]?["startLine"] == .int(Int64(finding.line)))
      #expect(place["region"]?["endColumn"] == .int(Int64(finding.endColumn)))
    }
    #expect(run["columnKind"] == "unicodeCodePoints")
    #expect(try JSON.parse(FindingFormat.sarif.text([], files: Self.files))["runs"]?.listValue?.count == 1)
  }

  @Test func compilersAndGitHubHaveALineEach() {
    #expect(text(.gcc).split(separator: "\n").first == "a.yaml:2:7: error: 'x', 100% wrong [unknown-key]")
    #expect(
      text(.github).split(separator: "\n").first
        == "::error file=a.yaml,line=2,endLine=2,col=7,endColumn=7,title=unknown-key::'x', 100%25 wrong%0Acure: y: 1")
  }
}
