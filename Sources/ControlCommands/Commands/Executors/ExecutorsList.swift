import ArgumentParser
import Control

struct ExecutorsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the executors: their steps, why their work waits, what ends soon.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws {
    session.show(list: try session.read(ListExecutors()), empty: "no executor") { wall in
      [
        .init("executor") { $0.name }, .init("at once") { $0.concurrency.description },
        .init("steps") { $0.steps.joined(separator: " ") },
        .init("waits because") { $0.problems.isEmpty ? nil : $0.problems.joined(separator: "; ") },
        .init("ends") { executor in
          executor.expires.isEmpty
            ? nil : executor.expires.map { "\($0.what) \(wall.text($0.at))" }.joined(separator: "; ")
        },
      ]
    }
  }
}
