import Foundation
import MemoryStorage
import Storage
import SystemdSupport
import Testing

@testable import Daemon

/// Where the key of the parties' capabilities comes from, and when the daemon does not start for want of a usable one.
@Suite struct CapabilityKeyFileTests {
  private let folder: ScratchFolder
  private let writer: any StoreWriter
  private let file: CapabilityKeyFile
  private static let key = "a key of the house, 32 bytes long"

  init() throws {
    folder = try ScratchFolder()
    writer = try MemoryStore().makeWriter()
    file = CapabilityKeyFile(storePath: folder.path + "/store.db")
  }

  /// With a credential or without.
  private func key(_ credential: String? = nil) throws -> String {
    var fallback: String?
    if let credential {
      fallback = folder.path
      try put(Data(credential.utf8), folder.path + "/capability-key")
    }
    let credentials = Credentials(environment: ServiceEnvironment([:], pid: 1), fallback: fallback)
    return String(decoding: try file.key(credentials, writer), as: UTF8.self)
  }

  private func put(_ data: Data, _ path: String, mode: Int = 0o600) throws {
    guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: mode]) else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  private func commit(_ body: (any StoreWriter) throws -> Void) throws {
    try writer.begin()
    try body(writer)
    try writer.commit()
  }

  private func refusal(_ credential: String? = nil) throws -> String {
    try #require(throws: CapabilityKeyError.self) { try key(credential) }.description
  }

  @Test func oneIsMadeWithTheStoreAndStays() throws {
    let made = try key()
    #expect(made.utf8.count == 64)
    #expect(try key() == made)
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["store.db.capability-key"])
    #expect(try writer.meta("capability-key") == nil)
  }

  @Test func aCredentialCountsBeforeTheFile() throws {
    let made = try key()
    #expect(try key(Self.key + "\n") == Self.key)
    try FileManager.default.removeItem(atPath: folder.path + "/capability-key")
    #expect(try key() == made)
  }

  @Test func aKeyThatAnEarlierReleaseKeptInTheStoreMovesOutOfIt() throws {
    try commit { try $0.setMeta("capability-key", Self.key) }
    #expect(try key() == Self.key)
    #expect(try writer.meta("capability-key") == nil)
    #expect(try key() == Self.key)
    // The process may die between the file and the row.
    try commit { try $0.setMeta("capability-key", Self.key) }
    #expect(try key() == Self.key)
    try commit { try $0.setMeta("capability-key", Self.key + "x") }
    #expect(try refusal().contains("two different keys"))
    #expect(try writer.meta("capability-key") != nil)
  }

  @Test func aKeyIsNotMadeAnewOnceCapabilitiesWereGivenOut() throws {
    try commit { writer in
      try writer.putBundle(BundleRecord(hash: "h", deployedAt: 0, files: []))
      let family = try writer.insertFamily(
        FamilyRecord(
          id: FamilyID(rawValue: 0), key: "k", workflow: "w", bundle: "h", version: 1, status: .running, start: [],
          body: [],
          createdAt: 0, updatedAt: 0))
      try writer.insertCapability(
        CapabilityRecord(hash: Array(repeating: 1, count: 32), family: family, role: "client"))
    }
    #expect(try refusal().contains("is missing"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    #expect(try key(Self.key) == Self.key)
  }

  @Test(arguments: ["", "\n", "short", "one line that is long\nand another one", String(repeating: "x", count: 4_097)])
  func aCredentialThatIsNoKeyIsNeverTakenForNone(_ text: String) throws {
    let said = try refusal(text)
    #expect(said.hasPrefix("capability-key: "))
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  @Test func aCredentialThatIsTooLargeNoTextOrAFolderIsRefused() throws {
    #expect(try refusal(String(repeating: "x", count: 70_000)).contains("capability-key"))
    let path = folder.path + "/capability-key"
    let credentials = Credentials(environment: ServiceEnvironment([:], pid: 1), fallback: folder.path)
    try put(Data([0xFF, 0xFE, 0, 1] + Array(repeating: 0xFF, count: 40)), path)
    #expect(throws: CapabilityKeyError.self) { try file.key(credentials, writer) }
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(throws: CapabilityKeyError.self) { try file.key(credentials, writer) }
  }

  @Test func aFileThatOthersReadOrThatIsNoKeyIsRefusedWithTheCure() throws {
    let key = Data(Self.key.utf8)
    try put(key, file.path, mode: 0o640)
    #expect(try refusal().contains("chmod 600"))
    try FileManager.default.removeItem(atPath: file.path)
    try put(Data(), file.path)
    #expect(try refusal().contains("has 0 bytes"))
    try FileManager.default.removeItem(atPath: file.path)
    try put(key, folder.path + "/elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: file.path, withDestinationPath: folder.path + "/elsewhere")
    #expect(try refusal().contains("cannot be read"))
    try FileManager.default.removeItem(atPath: file.path)
    try FileManager.default.linkItem(atPath: folder.path + "/elsewhere", toPath: file.path)
    #expect(try refusal().contains("second name"))
    try FileManager.default.removeItem(atPath: file.path)
    try #require(mkfifo(file.path, 0o600) == 0)
    #expect(try refusal().contains("no regular file"))
  }

  @Test func aDraftOfAProcessThatDiedIsNoKey() throws {
    try put(Data("half".utf8), file.path + ".new")
    #expect(try key().utf8.count == 64)
    #expect(!FileManager.default.fileExists(atPath: file.path + ".new"))
  }
}
