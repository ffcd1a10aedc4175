import Foundation
import Testing

/// What fuzzing the doors has found interesting (`make fuzz`), once more as a test.
@Suite struct DoorFuzzCorpusTests {
  static let corpus = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fuzzing/corpus")

  @Test(arguments: ["http", "signature", "control", "reply"])
  func everyInputKeepsTheProperties(target: String) throws {
    let folder = Self.corpus.appending(path: target)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(!names.isEmpty)
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      let violation =
        switch target {
        case "http": ConnectionProperty.violation(bytes)
        case "signature": SignatureProperty.violation(bytes)
        case "control": CallProperty.violation(bytes)
        default: ReplyProperty.violation(bytes)
        }
      if let violation { Issue.record("Fuzzing/corpus/\(target)/\(name): \(violation)") }
    }
  }
}
