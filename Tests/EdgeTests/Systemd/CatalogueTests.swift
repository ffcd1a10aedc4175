import Glibc
import SystemdSupport
import Testing

/// `systemd/magnetiq.catalog` explains to operators every kind of entry there is.
@Suite struct CatalogueTests {
  @Test func everyKindOfEntryIsExplained() throws {
    let explained = try catalogue().matches(of: /\n-- ([0-9a-f]{32})\nSubject: (.+)\nDefined-By: Magnetiq\n\n\S/)
      .map { String($0.1) }
    #expect(explained == MessageID.all.map(\.hex), "systemd/magnetiq.catalog and MessageIDs.swift differ")
  }

  @Test func noTwoKindsShareANumber() {
    #expect(Set(MessageID.all.map(\.hex)).count == MessageID.all.count)
    #expect(MessageID.all.allSatisfy { $0.hex.wholeMatch(of: /[0-9a-f]{32}/) != nil })
  }

  private func catalogue() throws -> String {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let file = try #require(fopen("/\(root)/systemd/magnetiq.catalog", "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
