import ArgumentParser

struct Executors: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and check the systems that steps reach.", subcommands: [ExecutorsList.self, ExecutorsCheck.self])
}
