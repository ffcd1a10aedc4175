import ArgumentParser
import FoundationEssentials
import LanguageServer
import WorkflowDefinitions

struct WorkflowsFormat: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Put workflow files into the usual layout.",
    discussion: """
      Two blanks for each level; within brackets one behind ':' and ',' and none beside the brackets; at most one empty line. What is aligned
      stays so, comments stay, and no value changes. With --check nothing is written; exit code 1 if a file would change.
      """)

  @Argument(help: "The folder.")
  var folder = "workflows"

  @Flag(name: .long, help: "Write nothing, and name the files that would change.")
  var check = false

  func run() throws { try format(.standard) }

  func format(_ console: Console) throws {
    let source = try DefinitionFolder(folder)
    var changed = 0
    var broken = 0
    for file in source.files where file.path.hasSuffix(".yaml") || file.path.hasSuffix(".yml") {
      let path = source.place.isEmpty ? file.path : "\(source.place)/\(file.path)"
      do {
        let text = Array(try SourceFormat().formatted(String(decoding: file.source, as: UTF8.self)).utf8)
        if text == file.source { continue }
        changed += 1
        console.show(Cell.plain(path))
        if !check { try write(text, to: "\(folder)/\(file.path)", console) }
      } catch let fault as SourceFormat.Fault {
        broken += 1
        console.talk("magnetiqctl: \(Cell.plain(path)): \(Cell.plain(fault.message))")
      }
    }
    if broken > 0 { throw Exit.findings.error }
    if check, changed > 0 { throw Exit.refused.error }
  }

  private func write(_ text: [UInt8], to path: String, _ console: Console) throws {
    do {
      try Data(text).write(to: URL(filePath: path), options: .atomic)
    } catch {
      console.talk("magnetiqctl: '\(Cell.plain(path))' could not be written: \(error)")
      throw Exit.refused.error
    }
  }
}
