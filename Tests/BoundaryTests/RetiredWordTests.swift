import Testing

/// Words that the glossary retires stand nowhere else, so that each thing keeps one name.
@Suite struct RetiredWordTests {
  /// Each retired word, as it would stand in code, with the word that is used instead.
  private static let words: [(word: String, instead: String)] = [
    ("settledBy", "completedBy"), ("isWanted", "isIncluded, or the precondition"), ("Stimulus", "FamilyInput"),
    ("newborn", "initialSnapshot"), ("Birth", "StartRule"), ("births", "startRules"), ("Verdict", "Disposition"),
    ("EventVerdict", "EventDisposition"), ("Timeline", "EventStream"), ("EventSink", "EventReceiver"),
    ("Door", "Gateway"), ("isHeld", "the name of that hold"), ("Occurrence", "Event"), ("Concern", "AttemptContext"),
    ("conclude", "handle"), ("patience", "waitLimit"), ("twins", "duplicate keys"), ("rim", "edge"),
  ]
  /// Places that have to name the old words.
  private static let exempt: Set<String> = [
    "docs/glossary.md", "CHANGELOG.md", "Sources/WorkflowDefinitions/Language/RetiredNames.swift",
    "Tests/PureTests/Language/RetiredNameTests.swift", "Tests/BoundaryTests/RetiredWordTests.swift",
    "docs/errors/retired-name.md",
  ]

  @Test(arguments: words) func aRetiredWordStandsInTheGlossaryOnly(word: String, instead: String) {
    for file in SourceTree.swift where !Self.exempt.contains(file.path) && file.text.contains(word) {
      for (index, line) in file.code.enumerated() where Self.holds(line, word) {
        Issue.record("\(file.place(index)): '\(word)' is retired (docs/glossary.md); write \(instead)")
      }
    }
  }

  @Test func theWordsAreFoundAsWholeWordsOnly() {
    #expect(Self.holds("let rim = 1", "rim"))
    #expect(!Self.holds("trimmed", "rim"))
    #expect(!Self.holds("primary", "rim"))
  }

  private static func holds(_ line: String, _ word: String) -> Bool {
    func isName(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }
    return line.ranges(of: word).contains { range in
      let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : nil
      let after = range.upperBound < line.endIndex ? line[range.upperBound] : nil
      return !isName(before) && !isName(after)
    }
  }
}
