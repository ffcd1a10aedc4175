import ArgumentParser
import CEL
import CivilTime
import Control

/// The surroundings of a command while it runs: the daemon, the console, the clock on the wall.
struct Session {
  var connection: ConnectionOptions
  var console = Console.standard
  var wall = Wall.local
  /// Characters of a line.
  var width = PageWidth.current
  var environment = SocketPath.environment

  var json: Bool { connection.output == .json }

  func client(acts: Bool) -> ControlClient {
    ControlClient(socketPath: SocketPath.choose(given: connection.socket, environment: environment, acts: acts))
  }

  func read<R: ControlRequest>(_ request: R) throws(ControlFailure) -> Answered<R.Answer> {
    try client(acts: false).call(request)
  }

  /// Acts, and says in a sentence what came of it.
  func act<R: ControlRequest>(
    _ request: R, _ options: ActOptions, done: String
  ) throws(ControlFailure) where R.Answer == ActResult {
    let key = options.key ?? IdempotencyKey.make()
    let answered: Answered<ActResult>
    do throws(ControlFailure) {
      answered = try client(acts: true).call(request, key: key, reason: options.reason, dryRun: options.dryRun)
    } catch {
      // Only then is it open whether the act happened, and the key the way to find out.
      if error.code == "daemon_not_answering" || error.code == "broken_answer" { console.talk("the key was \(key)") }
      throw error
    }
    if json {
      console.show(JSON.text(answered.value))
    } else {
      console.show(ReplyText.sentence(answered.answer, done: done, dryRun: options.dryRun))
    }
  }

  /// The clock by which the daemon lives: the test clock, where there is one.
  func wall(by now: Instant?) -> Wall {
    guard let now else { return wall }
    return Wall(now: now, offset: wall.offset)
  }
}

/// A command that talks to the daemon.
protocol DaemonCommand: ParsableCommand {
  var connection: ConnectionOptions { get }
  func perform(_ session: Session) throws
}

extension DaemonCommand {
  func run() throws { try run(Session(connection: connection)) }

  /// Performs, and turns a failure into talk and its exit code.
  func run(_ session: Session) throws {
    do {
      try perform(session)
    } catch let failure as ControlFailure {
      FailureText.talk(failure, session)
      throw Exit(failure).error
    }
  }
}
