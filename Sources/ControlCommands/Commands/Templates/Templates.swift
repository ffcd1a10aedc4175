import ArgumentParser

struct Templates: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at mails before they are sent.", subcommands: [TemplatesPreview.self])
}
