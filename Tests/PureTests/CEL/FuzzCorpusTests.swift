import CivilTime
import Foundation
import Testing

/// The findings of fuzzing (`make fuzz`) as a test: every input that reaches new code, and every one that ever broke a
/// property.
@Suite struct FuzzCorpusTests {
  static let corpus = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fuzzing/corpus")

  @Test(arguments: ["parser", "evaluator", "json", "pattern", "time"])
  func everyInputKeepsTheProperties(target: String) throws {
    let evaluation = EvaluationProperty(zones: SystemZones())
    let folder = Self.corpus.appending(path: target)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(!names.isEmpty)
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      let violation =
        switch target {
        case "parser": ParserProperty.violation(bytes)
        case "evaluator": evaluation.violation(bytes)
        case "json": JSONProperty.violation(bytes)
        case "pattern": PatternProperty.violation(bytes)
        default: TimeProperty.violation(bytes)
        }
      if let violation { Issue.record("Fuzzing/corpus/\(target)/\(name): \(violation)") }
    }
  }
}
