import ArgumentParser
import CEL
import CivilTime
import Control
import Synchronization
import Testing

@testable import ControlCommands

extension CommandTests {
  /// A command's output and exit code.
  struct Outcome {
    var data: String
    var talk: String
    var code: Int32
  }

  /// Runs a command line against a backend, in UTC at a fixed time.
  func run(
    _ arguments: [String], _ answer: RecordingBackend.Answer? = nil,
    streaming: @escaping @Sendable (AsyncStream<EventStreamEntry>.Continuation) -> Void = { $0.finish() }
  ) async throws -> (Outcome, [RecordingBackend.Call]) {
    let backend = RecordingBackend(answer, streaming: streaming)
    return try await ControlHarness.with(backend) { control async throws in
      let path = "\(control.folder)/control-admin"
      let outcome = await blocking { Self.execute(arguments + ["--socket", path]) }
      return (outcome, backend.calls)
    }
  }

  static func execute(_ arguments: [String]) -> Outcome {
    var outcome = Outcome(data: "", talk: "", code: 0)
    do {
      let command = try Magnetiqctl.parseAsRoot(arguments)
      guard let command = command as? any DaemonCommand else { return outcome }
      let written = Mutex(("", ""))
      var session = Session(connection: command.connection)
      session.console = Console(
        data: { text in written.withLock { $0.0 += text } }, note: { text in written.withLock { $0.1 += text } })
      session.width = 80
      session.wall = Wall(now: Instant(seconds: 1_893_456_000) ?? .epoch) { _ in 0 }
      defer { (outcome.data, outcome.talk) = written.withLock { $0 } }
      try command.run(session)
    } catch {
      outcome.code = (error as? ExitCode)?.rawValue ?? Magnetiqctl.exitCode(for: error).rawValue
    }
    return outcome
  }
}
