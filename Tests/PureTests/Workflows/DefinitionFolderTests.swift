import Foundation
import Glibc
import Testing
import WorkflowDefinitions

/// A folder of definitions is read in bounded memory and time, whatever lies in it.
@Suite struct DefinitionFolderTests {
  /// A folder of its own, removed when the test is over.
  final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("definitions-\(UUID().uuidString)").path

    init() throws {
      try FileManager.default.createDirectory(atPath: path + "/templates", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
      try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    }

    /// Codes and messages by file.
    func refusals(_ limits: DefinitionFolderReader.Limits = .init()) -> [String: String] {
      do {
        _ = try DefinitionFolderReader(limits: limits).read(path, [.definitions, .templates])
        return [:]
      } catch {
        return Dictionary(error.list.map { ($0.file, "\($0.code): \($0.message)") }) { first, _ in first }
      }
    }
  }

  @Test func definitionsAndTemplatesAreReadByName() throws {
    let folder = try Folder()
    try folder.write("b.yaml", "b")
    try folder.write("a.yml", "a")
    try folder.write("notes.txt", "")
    try folder.write("templates/x.mail", "x")
    symlink("\(folder.path)/b.yaml", "\(folder.path)/c.yaml")
    let files = try DefinitionFolderReader().read(folder.path, [.definitions, .templates])
    #expect(files.map(\.path) == ["a.yml", "b.yaml", "c.yaml", "templates/x.mail"])
    #expect(files.map { String(decoding: $0.source, as: UTF8.self) } == ["a", "b", "b", "x"])
  }

  @Test func aPathThatIsNoFileIsReportedAndNotOpened() throws {
    let folder = try Folder()
    try folder.write("good.yaml", "")
    #expect(mkfifo("\(folder.path)/pipe.yaml", 0o600) == 0)
    #expect(mkfifo("\(folder.path)/templates/pipe.mail", 0o600) == 0)
    #expect(mkdir("\(folder.path)/folder.yaml", 0o700) == 0)
    symlink("/dev/zero", "\(folder.path)/zero.yaml")
    symlink("\(folder.path)/none", "\(folder.path)/link.yaml")
    #expect(
      folder.refusals() == [
        "pipe.yaml": "unreadable-file: this is a pipe, no file",
        "templates/pipe.mail": "unreadable-file: this is a pipe, no file",
        "folder.yaml": "unreadable-file: this is a folder, no file",
        "zero.yaml": "unreadable-file: this is a device, no file",
        "link.yaml": "unreadable-file: the file cannot be read: No such file or directory",
      ])
  }

  @Test func aFolderBeyondTheLimitsIsReportedAndNotRead() throws {
    let folder = try Folder()
    try folder.write("sparse.yaml", "")
    #expect(truncate("\(folder.path)/sparse.yaml", 3 << 30) == 0)
    #expect(folder.refusals() == ["sparse.yaml": "folder-too-large: the file exceeds 1048576 bytes"])
    try FileManager.default.removeItem(atPath: "\(folder.path)/sparse.yaml")
    for number in 1...3 { try folder.write("\(number).yaml", "1234") }
    var limits = DefinitionFolderReader.Limits()
    limits.files = 2
    #expect(folder.refusals(limits).keys.sorted() == ["3.yaml"])
    limits = .init()
    limits.bytes = 7
    #expect(folder.refusals(limits).keys.sorted() == ["3.yaml"])
    limits = .init()
    limits.names = 3
    #expect(folder.refusals(limits).keys.sorted() == ["."])
    #expect(folder.refusals() == [:])
  }

  @Test func aMissingFolderIsReported() {
    #expect(throws: Findings.self) { try DefinitionFolderReader().read("/nonexistent", [.definitions]) }
  }
}
