import ArgumentParser
import FoundationEssentials
import WorkflowDefinitions

struct WorkflowsMigrateSource: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate-source", abstract: "Rewrite definitions that use retired names of the language.",
    discussion: """
      Replaces each retired key and word in place; comments, order and layout stay. Each file is written whole or not at all.
      What is deployed needs no migration: the daemon reads both.

      EXIT CODES
        0  done, or nothing to do
        1  a file could not be written; those before it are
        2  the folder cannot be read
      """)

  @Argument(help: "The folder.")
  var folder = "workflows"

  @Flag(name: [.customShort("n"), .long], help: "Print the replacements, and write nothing.")
  var dryRun = false

  func run() throws { try migrate(.standard) }

  func migrate(_ console: Console) throws {
    let source = try DefinitionFolder(folder)
    let (files, changes) = SourceMigration(loader: .standard).run(source.files)
    for change in changes {
      let path = source.place.isEmpty ? change.path : "\(source.place)/\(change.path)"
      console.show("\(Cell.plain(path)):\(change.line):\(change.column): \(change.old) -> \(change.new)")
    }
    if changes.isEmpty {
      console.talk("nothing to replace: no retired name is used")
      return
    }
    if dryRun {
      console.talk("nothing was written (--dry-run)")
      return
    }
    for file in files { try write(file, console) }
  }

  private func write(_ file: SourceFile, _ console: Console) throws {
    let path = "\(folder)/\(file.path)"
    do {
      try Data(file.source).write(to: URL(filePath: path), options: .atomic)
    } catch {
      console.talk("magnetiqctl: '\(Cell.plain(path))' could not be written: \(error)")
      throw Exit.refused.error
    }
  }
}
