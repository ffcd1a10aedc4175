import ArgumentParser

struct Store: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look into the store.", subcommands: [StoreVerify.self, StoreSQL.self])
}
