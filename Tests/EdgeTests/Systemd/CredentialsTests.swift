import Glibc
import Secrets
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

  @Test func aMissingFieldIsNamedWithItsCure() throws {
    let folder = try TemporaryFolder()
    try folder.write("empty", "\n")
    #expect(throws: CredentialError.empty("empty")) { try credentials(folder).read("empty") }
    let error = try #require(throws: CredentialError.self) { try credentials(folder).read("stripe-key") }
    #expect(error.code == "credential-missing")
    #expect(error.description.contains("put the secret into \(folder.path)/stripe-key (mode 0600)"))
    let passed = CredentialError.missing("stripe-key", folders: ["/run/credentials/magnetiqd.service"])
    #expect(passed.description.contains("/etc/magnetiq/credentials/stripe-key"))
    #expect(throws: CredentialError.noFolder("x")) {
      try Credentials(environment: ServiceEnvironment([:], pid: 1)).read("x")
    }
  }

  @Test(arguments: [0o666, 0o622, 0o606, 0o644, 0o640, 0o604, 0o660] as [mode_t])
  func aFileThatOthersMayReadOrWriteIsRefusedWithItsCure(mode: mode_t) throws {
    let folder = try TemporaryFolder()
    try folder.write("stripe-key", "sk_test")
    chmod("\(folder.path)/stripe-key", mode)
    let error = try #require(throws: CredentialError.self) { try fallback(folder).read("stripe-key") }
    #expect(error.code == "credential-unsafe")
    #expect(error.description.contains("'stripe-key'"))
    #expect(error.description.contains("chmod 0600 '\(folder.path)/stripe-key'"))
    #expect(!error.isAbsence)
  }

  @Test(arguments: [0o400, 0o440, 0o600] as [mode_t])
  func socketsFromSystemdAreUsed(mode: mode_t) throws {
    let folder = try TemporaryFolder()
    try folder.write("key", "sk_test")
    chmod("\(folder.path)/key", mode)
    #expect(try credentials(folder).read("key").text == "sk_test")
  }

  @Test func aFileOfSomebodyElseIsRefused() throws {
    // Only root can give a file away.
    guard geteuid() == 0 else { return }
    let folder = try TemporaryFolder()
    try folder.write("key", "sk_test")
    chown("\(folder.path)/key", 1234, 1234)
    let error = try #require(throws: CredentialError.self) { try fallback(folder).read("key") }
    #expect(error.description.contains("belongs to uid 1234"))
    #expect(error.description.contains("chown 0"))
  }

  @Test(arguments: [0o777, 0o722, 0o770] as [mode_t])
  func aFolderThatOthersMayWriteIsRefused(mode: mode_t) throws {
    let folder = try TemporaryFolder()
    try folder.write("key", "sk_test")
    chmod(folder.path, mode)
    let error = try #require(throws: CredentialError.self) { try fallback(folder).read("key") }
    #expect(error.description.contains("chmod 0700 '\(folder.path)'"))
  }

  @Test func aPipeIsReportedAndNotOpened() throws {
    let folder = try TemporaryFolder()
    folder.makePipe("key")
    let error = try #require(throws: CredentialError.self) { try fallback(folder).read("key") }
    #expect(error.description.contains("expected a regular file, given a pipe"))
  }

  @Test func aFolderInTheFilesPlaceIsNoAbsence() throws {
    let folder = try TemporaryFolder()
    let inner = "\(folder.path)/key"
    mkdir(inner, 0o700)
    defer { rmdir(inner) }
    let error = try #require(throws: CredentialError.self) { try fallback(folder).read("key") }
    #expect(error.description.contains("given a folder"))
    #expect(!error.isAbsence)
  }

  @Test func aLinkLeadsToAFileOfTheSameFolderOrNowhere() throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    try folder.write("v2", "inside")
    try other.write("secret", "outside")
    folder.link("within", to: "v2")
    folder.link("out", to: "\(other.path)/secret")
    folder.link("dangling", to: "nothing")
    #expect(try fallback(folder).read("within").text == "inside")
    let error = try #require(throws: CredentialError.self) { try fallback(folder).read("out") }
    #expect(error.code == "credential-unsafe")
    #expect(throws: CredentialError.self) { try fallback(folder).read("dangling") }
  }

  @Test(arguments: ["one\ntwo\n", "a\u{0}b", "tab\tbed", "carriage\r\n"])
  func severalLinesAreRefusedAsText(text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("key", text)
    let error = try #require(throws: CredentialError.self) { try fallback(folder).text("key") }
    #expect(error.code == "credential-not-text")
  }

  @Test func blanksAreNoSecret() throws {
    let folder = try TemporaryFolder()
    try folder.write("key", "  \n")
    #expect(throws: CredentialError.empty("key")) { try fallback(folder).text("key") }
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

  private func fallback(_ folder: TemporaryFolder) -> Credentials {
    Credentials(environment: ServiceEnvironment([:], pid: 1), fallback: folder.path)
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

  func makePipe(_ name: String) {
    mkfifo("\(path)/\(name)", 0o600)
    files.append(name)
  }

  func link(_ name: String, to target: String) {
    symlink(target, "\(path)/\(name)")
    files.append(name)
  }

  deinit {
    for name in files { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
