import CCurl
import CEL
@testable import Control
import Glibc
@testable import Listening
import Testing

@Suite struct ControlClientTests {
  private func failure(_ path: String) async -> ControlFailure? {
    await blocking {
      do throws(ControlFailure) {
        _ = try ControlClient(socketPath: path).call(ShowStatus())
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func aMissingSocketSaysHowToStartTheDaemon() async {
    let failure = await failure("/nowhere/control")
    #expect(failure?.status == 0)
    #expect(failure?.code == "daemon_not_running")
    #expect(failure?.message.contains("/nowhere/control") == true)
    #expect(failure?.hint?.contains("systemctl start") == true)
  }

  @Test func aSocketThatNobodyServesSaysThatTheDaemonIsDown() async throws {
    let folder = try ControlHarness.temporaryFolder()
    let path = "\(folder)/control"
    close(try UnixSocket.open(path: path, mode: 0o600))
    let failure = await failure(path)
    #expect(failure?.code == "daemon_not_running")
    #expect(failure?.hint?.contains("journalctl") == true)
    unlink(path)
    rmdir(folder)
  }

  @Test(arguments: [("control", "magnetiq"), ("control-admin", "magnetiq-admin")])
  func aForbiddenSocketNamesTheGroupToJoin(socket: String, group: String) {
    let failure = Unreachable.failure(
      socketPath: "/run/magnetiq/\(socket)", result: CURLE_COULDNT_CONNECT, number: EACCES, text: "")
    #expect(failure.code == "permission_denied")
    #expect(failure.hint?.contains("usermod -aG \(group) ") == true)
  }

  @Test func aTimeOutSaysThatTheActMayHaveHappened() {
    let failure = Unreachable.failure(socketPath: "/a", result: CURLE_OPERATION_TIMEDOUT, number: 0, text: "")
    #expect(failure.code == "daemon_not_answering")
    #expect(failure.hint?.contains("--key") == true)
  }

  @Test func aFileThatIsNoSocketIsLeftAlone() throws {
    let folder = try ControlHarness.temporaryFolder()
    let path = "\(folder)/control"
    close(open(path, O_CREAT | O_WRONLY, 0o600))
    #expect(throws: ListenError.self) { try UnixSocket.open(path: path, mode: 0o600) }
    #expect(access(path, F_OK) == 0)
    unlink(path)
    rmdir(folder)
  }

  @Test func aPathThatIsTooLongIsRefused() {
    let path = "/tmp/" + String(repeating: "x", count: 200)
    let error = #expect(throws: ListenError.self) { try UnixSocket.open(path: path, mode: 0o600) }
    #expect(error?.code == "address_invalid")
  }
}
