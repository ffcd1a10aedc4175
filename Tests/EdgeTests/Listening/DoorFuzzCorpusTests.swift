import Foundation
import Testing

/// Every input that fuzzing the edge found interesting (`make fuzz`) is tried again.
@Suite struct DoorFuzzCorpusTests {
  static let corpus = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fuzzing/corpus")

  @Test(arguments: ["http", "signature", "control", "reply", "mail", "smtp", "yaml", "form"])
  func everyInputKeepsTheProperties(target: String) async throws {
    let folder = Self.corpus.appending(path: target)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(!names.isEmpty)
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      let violation =
        switch target {
        case "http": await HTTPProperty.violation(bytes)
        case "signature": SignatureProperty.violation(bytes)
        case "control": CallProperty.violation(bytes)
        case "reply": await ReplyProperty.violation(bytes)
        case "mail": await MailProperty.violation(bytes)
        case "smtp": await SMTPProperty.violation(bytes)
        case "yaml": YAMLProperty.violation(bytes)
        default: FormProperty.violation(bytes)
        }
      if let violation { Issue.record("Fuzzing/corpus/\(target)/\(name): \(violation)") }
    }
  }
}
