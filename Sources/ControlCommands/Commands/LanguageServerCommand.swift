import ArgumentParser
import FoundationEssentials
import Glibc
import LanguageServer
import WorkflowDefinitions

struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Serve an editor that writes workflows (Language Server Protocol, over standard input and output).",
    discussion: """
      Diagnostics as of 'workflows check', what a name, a key or a step is, completion, the place of a declaration, renaming of states, and
      formatting. An editor starts it for YAML files in a folder of workflows. It ends with the editor.
      """)

  @Option(name: .long, help: "The schema of workflow files, from which keys are explained.")
  var schema: String?

  func run() throws {
    var loader = BundleLoader.standard
    loader.checksTemplates = true
    let server = WorkflowLanguageServer(
      loader: loader, schema: WorkflowSchema(named: schema).bytes, above: DefinitionFolder.foldersAbove
    ) { folder in
      (try? DefinitionFolderReader().read(folder, [.definitions, .templates])) ?? []
    }
    var framing = MessageFraming()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(0, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      // An editor that has died closes the stream.
      guard count > 0 else { throw Exit.refused.error }
      framing.append(buffer[..<count])
      do {
        while let content = try framing.next() {
          for message in server.receive(content) { try write(MessageFraming.frame(message)) }
          if let code = server.exitCode { throw ExitCode(code) }
        }
      } catch let fault as MessageFraming.Fault {
        Console.standard.talk("magnetiqctl: \(fault)")
        throw Exit.refused.error
      }
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { throw Exit.refused.error }
      rest = rest.dropFirst(written)
    }
  }
}
