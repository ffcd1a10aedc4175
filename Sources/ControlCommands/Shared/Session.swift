import ArgumentParser
import CEL
import CivilTime
import Control

/// The environment of a running command: the daemon, the console, and the wall clock.
struct Session {
  var connection: ConnectionOptions
  var console = Console.standard
  var wall = Wall.local
  /// The characters of a line.
  var width = PageWidth.current
  var environment = SocketPath.environment

  var json: Bool { connection.output == .json }

  func client(acts: Bool) -> ControlClient {
    ControlClient(socketPath: SocketPath.choose(given: connection.socket, environment: environment, acts: acts))
  }

  func read<R: ControlRequest>(_ request: R) throws(ControlFailure) -> Answered<R.Answer> {
    try client(acts: false).call(request)
  }

  /// Makes an act and prints its result as a sentence.
  func act<R: ControlRequest>(
    _ request: R, _ options: ActOptions, done: String
  ) throws(ControlFailure) where R.Answer == ActResult {
    let key = options.key ?? IdempotencyKey.make()
    let answered: Answered<ActResult>
    do throws(ControlFailure) {
      answered = try client(acts: true).call(request, key: key, reason: options.reason, dryRun: options.dryRun)
    } catch {
      // Only in these cases is it unknown whether the act happened, and the key is needed to find out.
      if error.code == "daemon_not_answering" || error.code == "broken_answer" { console.talk("the key was \(key)") }
      throw error
    }
    if json {
      console.show(JSON.text(answered.value))
    } else {
      console.show(ReplyText.sentence(answered.answer, done: done, dryRun: options.dryRun))
    }
  }

  /// The daemon's clock, which may be a test clock.
  func wall(by now: Instant?) -> Wall {
    guard let now else { return wall }
    return Wall(now: now, offset: wall.offset)
  }
}

/// A command that calls the daemon.
protocol DaemonCommand: ParsableCommand {
  var connection: ConnectionOptions { get }
  func perform(_ session: Session) throws
}

extension DaemonCommand {
  func run() throws { try run(Session(connection: connection)) }

  /// Runs the command and converts a failure to a message and its exit code.
  func run(_ session: Session) throws {
    do {
      try perform(session)
    } catch let failure as ControlFailure {
      FailureText.talk(failure, session)
      throw Exit(failure).error
    }
  }
}
