import CEL
import Glibc
import Listening
import Logging
import Testing

@testable import Control

/// A control server on two sockets in a folder of its own.
struct ControlHarness {
  let folder: String
  let backend: RecordingBackend
  let server: ControlServer

  var reads: ControlClient { ControlClient(socketPath: "\(folder)/control") }
  var acts: ControlClient { ControlClient(socketPath: "\(folder)/control-admin") }

  static func with<Result>(
    _ backend: RecordingBackend = RecordingBackend(), restrictedUID: UInt32? = nil,
    grace: Duration = .seconds(10), _ body: (ControlHarness) async throws -> Result
  ) async throws -> Result {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let folder = try temporaryFolder()
    let settings = ControlSettings(
      reads: .unix(path: "\(folder)/control", mode: 0o660), acts: .unix(path: "\(folder)/control-admin", mode: 0o600),
      restrictedUID: restrictedUID, bodyBytes: 4_096, listen: ListenLimits(connections: 64, grace: grace))
    let server = try await ControlServer(settings, routes: backend.routes, logger: logger)
    async let running: Void = server.run()
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await body(ControlHarness(folder: folder, backend: backend, server: server)))
    } catch {
      result = .failure(error)
    }
    server.drain()
    await running
    rmdir(folder)
    return try result.get()
  }

  static func temporaryFolder() throws -> String {
    var template = Array("/tmp/magnetiq-control-XXXXXX".utf8CString)
    return String(cString: try #require(mkdtemp(&template)))
  }

  /// The failure of a call made off the pool, with arguments that no type has checked.
  func failure(
    _ client: ControlClient, _ verb: String, _ arguments: ValueMap = ValueMap(), key: String? = nil,
    reason: String? = nil, dryRun: Bool = false
  ) async -> ControlFailure? {
    await blocking {
      do throws(ControlFailure) {
        _ = try client.send(Verb(verb), .map(arguments), key: key, reason: reason, dryRun: dryRun)
        return nil
      } catch {
        return error
      }
    }
  }

  func success(
    _ client: ControlClient, _ verb: String, _ arguments: ValueMap = ValueMap(), key: String? = nil,
    reason: String? = nil, dryRun: Bool = false
  ) async throws -> Value {
    try await blocking {
      Result { () throws(ControlFailure) -> Value in
        try client.send(Verb(verb), .map(arguments), key: key, reason: reason, dryRun: dryRun)
      }
    }.get()
  }
}
