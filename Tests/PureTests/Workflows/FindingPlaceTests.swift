import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Findings point at the very characters, whatever YAML makes of a scalar.
@Suite struct FindingPlaceTests {
  /// The finding's text, cut out of the file by its extent; line breaks as `⏎`.
  private func marked(_ body: String) throws -> [String] {
    let source =
      "workflow: small\nfamily: []\nkey: \"${input.reference}\"\ninput: {reference: string}\n"
      + "context: {n: {type: int, value: 0}, über: {type: int, value: 0}}\nstates:\n  a:\n    rest: true\n" + body
    let files = [SourceFile(path: "small.yaml", source: Array(source.utf8))]
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
    func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(scalars)) }
    return findings(files).map { finding in
      let first = lines[finding.line - 1]
      if finding.line == finding.endLine { return text(first[(finding.column - 1)..<(finding.endColumn - 1)]) }
      return text(first[(finding.column - 1)...]) + "⏎" + text(lines[finding.endLine - 1][..<(finding.endColumn - 1)])
    }
  }

  private func findings(_ files: [SourceFile]) -> [Finding] {
    do { return try ShippedWorkflows.loader.load(files).warnings } catch { return error.list }
  }

  @Test func inAPlainScalar() throws {
    #expect(try marked("    always: {guard: context.n > context.m, actions: []}\n") == ["m"])
  }

  @Test func inAQuotedScalarBehindOtherScripts() throws {
    #expect(
      try marked("    always: {guard: \"'ä漢😀' == string(context.m)\", actions: []}\n") == ["m"])
    #expect(try marked("    always: {guard: '''it'' == string(context.m)', actions: []}\n").count == 1)
  }

  @Test func behindDoubledQuotesAndEscapes() throws {
    #expect(
      try marked("    always: {guard: '''x'' == string(context.m)', actions: []}\n") == ["m"])
    #expect(
      try marked(#"    always: {guard: "\"\x41\u00e4\" == string(context.m)", actions: []}"# + "\n") == ["m"])
  }

  @Test func inALiteralBlock() throws {
    #expect(
      try marked("    always:\n      guard: |\n        context.n > 1 &&\n          context.m > 2\n      actions: []\n")
        == ["m"])
  }

  @Test func inAFoldedBlock() throws {
    #expect(
      try marked(
        "    always:\n      guard: >-\n        context.n > 1\n        && context.n > 2\n\n        && context.m > 3\n      actions: []\n"
      )
        == ["m"])
  }

  @Test func inAQuotedScalarOverSeveralLines() throws {
    #expect(
      try marked("    always:\n      guard: \"context.n > 1 &&\n        context.m > 2\"\n      actions: []\n")
        == ["m"])
    #expect(
      try marked("    always:\n      guard: \"context.n > 1 && \\\n        context.m > 2\"\n      actions: []\n")
        == ["m"])
  }

  /// Also where nothing stands, one character is marked.
  @Test(arguments: ["|", ">", "''", "\"\"", "|-\n\n"])
  func aTextWithoutCharactersHasAnExtent(text: String) {
    let list = findings([SourceFile(path: "small.yaml", source: Array(text.utf8))])
    #expect(!list.isEmpty)
    for finding in list { #expect((finding.endLine, finding.endColumn) > (finding.line, finding.column)) }
  }

  @Test func inAnInterpolatedText() throws {
    #expect(try marked("    entry: [{journal: \"größer: ${context.n} und ${context.m}\"}]\n") == ["m"])
  }

  @Test func inTheExpressionOfUntil() throws {
    #expect(
      try marked("    timers: {t: {at: \"entered\", late: \"until(contxt.n)\", actions: [{journal: x}]}}\n") == [
        "contxt.n"
      ])
  }

  @Test func aFlowMappingIsMarkedWithItsBraces() throws {
    let marked = try marked("    timers:\n      t: {late: always, actions: [{journal: \"}\"}]}\n")
    #expect(marked == ["{late: always, actions: [{journal: \"}\"}]}"])
  }

  @Test func theMarkStandsUnderItsCharacterBehindTabsAndWideOnes() throws {
    let source = Array("a:\t漢字: x\r\n\tb".utf8)
    func block(_ finding: Finding) -> [Substring] {
      FindingFormat.table.text([finding], files: [SourceFile(path: "f.yaml", source: source)]).split(separator: "\n")
    }
    let wide = block(Finding(code: "c", file: "f.yaml", line: 1, column: 6, endColumn: 7, message: "m"))
    #expect(wide[1...2] == ["  1 | a:\t漢字: x", "    |   \t    ^"])
    let tab = block(Finding(code: "c", file: "f.yaml", line: 2, column: 2, endColumn: 3, message: "m"))
    #expect(tab[1...2] == ["  2 | \tb", "    | \t^"])
  }

  @Test func aLongLineIsCutAroundItsMark() throws {
    let source = Array((String(repeating: "x", count: 300) + "y" + String(repeating: "z", count: 300)).utf8)
    let finding = Finding(code: "c", file: "f.yaml", line: 1, column: 301, endColumn: 302, message: "m")
    let lines = FindingFormat.table.text([finding], files: [SourceFile(path: "f.yaml", source: source)])
      .split(separator: "\n").map(Array.init)
    let mark = try #require(lines[2].firstIndex(of: "^"))
    #expect(lines[1][mark] == "y")
    #expect(lines[1].count < 130)
  }

  @Test func controlCharactersAreNotPrinted() {
    let source = Array("a: \u{1B}[31m\u{202E}b".utf8)
    let finding = Finding(code: "c", file: "f.yaml", line: 1, column: 1, message: "say \u{1B}[2J")
    // Also where it is told without its file: in the answer to `reload`.
    #expect(!finding.description.unicodeScalars.contains("\u{1B}"))
    for format in [FindingFormat.table, .gcc] {
      let text = format.text([finding], files: [SourceFile(path: "f.yaml", source: source)])
      #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }
  }
}
