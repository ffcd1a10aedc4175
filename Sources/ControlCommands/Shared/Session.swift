import ArgumentParser
import CEL
import Control

/// What a command works with while it runs: the daemon, the console, the clock on the wall.
struct Session {
  var connection: ConnectionOptions
  var console = Console.standard
  var wall = Wall.local
  var environment = SocketPath.environment

  var json: Bool { connection.output == .json }

  func client(acts: Bool) -> ControlClient {
    ControlClient(socketPath: SocketPath.choose(given: connection.socket, environment: environment, acts: acts))
  }

  func read(_ verb: String, _ arguments: ValueMap = ValueMap()) throws(ControlFailure) -> Value {
    try client(acts: false).call(verb, arguments)
  }

  /// Acts, and says in a sentence what came of it.
  func act(_ verb: String, _ arguments: ValueMap, _ options: ActOptions, done: String) throws(ControlFailure) {
    let key = options.key ?? IdempotencyKey.make()
    let answer: Value
    do throws(ControlFailure) {
      answer = try client(acts: true).call(
        verb, arguments, key: key, reason: options.reason, dryRun: options.dryRun)
    } catch {
      // Only then is it open whether the act happened, and the key the way to find out.
      if error.code == "daemon_not_answering" || error.code == "broken_answer" { console.talk("the key was \(key)") }
      throw error
    }
    if json {
      console.show(JSON.text(answer))
    } else {
      console.show(VerdictText.sentence(answer, done: done, dryRun: options.dryRun))
    }
  }

  /// The instant by which the daemon lives: the test clock's, where there is one.
  func wall(by answer: Value) -> Wall {
    guard let now = answer["now"].flatMap(Wall.instant) else { return wall }
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
