import Glibc
import SystemdSupport
import Testing

@Suite struct CredentialsTests {
  @Test func oneNewlineAtTheEndIsNotPartOfTheSecret() throws {
    let folder = try TemporaryFolder()
    try folder.write("key", "whsec_1\n\n")
    #expect(try credentials(folder).read("key").text == "whsec_1\n")
  }

  @Test func systemdComesBeforeTheFolderOfTheSettings() throws {
    let (passed, fallback) = (try TemporaryFolder(), try TemporaryFolder())
    try passed.write("a", "from systemd")
    try fallback.write("a", "from the settings")
    try fallback.write("b", "only here")
    let credentials = Credentials(environment: environment(passed), fallback: fallback.path)
    #expect(try credentials.read("a").text == "from systemd")
    #expect(try credentials.read("b").text == "only here")
  }

  @Test func aFolderLoadedAsAWholeIsFoundByItsFileNames() throws {
    let folder = try TemporaryFolder()
    try folder.write("magnetiq_stripe-key", "sk_test")
    #expect(try credentials(folder).read("stripe-key").text == "sk_test")
  }

  @Test func theLimitIsSixtyFourKibibytes() throws {
    let folder = try TemporaryFolder()
    try folder.write("fits", String(repeating: "x", count: 64 * 1024))
    try folder.write("large", String(repeating: "x", count: 64 * 1024 + 1))
    #expect(try credentials(folder).read("fits").bytes.count == 65_536)
    #expect(throws: CredentialError.tooLarge("large")) { try credentials(folder).read("large") }
  }

  @Test func whatIsMissingIsNamedWithItsCure() throws {
    let folder = try TemporaryFolder()
    try folder.write("empty", "\n")
    #expect(throws: CredentialError.empty("empty")) { try credentials(folder).read("empty") }
    let error = try #require(throws: CredentialError.self) { try credentials(folder).read("stripe-key") }
    #expect(error.code == "credential-missing")
    #expect(error.description.contains("/etc/magnetiq/credentials/stripe-key"))
    #expect(throws: CredentialError.noFolder("x")) {
      try Credentials(environment: ServiceEnvironment([:], pid: 1)).read("x")
    }
  }

  @Test(arguments: ["", ".", "..", "../etc/passwd", "a b", "a:b", "naïve"])
  func aNameCannotLeaveTheFolder(name: String) throws {
    let folder = try TemporaryFolder()
    #expect(throws: CredentialError.badName(name)) { try credentials(folder).read(name) }
  }

  @Test func aSecretIsNeverPrinted() {
    let secret = Secret(bytes: Array("sk_live_hush".utf8))
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), "\([secret])", dumped, "\(Holder(secret: secret))"] {
      #expect(!text.contains("hush"))
      #expect(!text.contains("115"), "the bytes of it are shown: \(text)")
    }
  }

  private struct Holder { let secret: Secret }

  private func environment(_ folder: TemporaryFolder) -> ServiceEnvironment {
    ServiceEnvironment(["CREDENTIALS_DIRECTORY": folder.path], pid: 1)
  }

  private func credentials(_ folder: TemporaryFolder) -> Credentials { Credentials(environment: environment(folder)) }
}

/// A folder of one test, gone with this object.
private final class TemporaryFolder {
  let path: String
  private var files: [String] = []

  init() throws {
    var template = Array("/tmp/magnetiq-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Datagrams.Failure(reason: String(cString: strerror(errno))) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func write(_ name: String, _ text: String) throws {
    let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw Datagrams.Failure(reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Datagrams.Failure(reason: "short write")
    }
    files.append(name)
  }

  deinit {
    for name in files { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
