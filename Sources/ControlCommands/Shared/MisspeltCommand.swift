import CEL
import ArgumentParser
import WorkflowDefinitions

/// The first word of a command line that should be a command but is none.
struct MisspeltCommand {
  let word: String
  /// The commands that could stand in its place.
  let known: [String]
  /// The words before it.
  private let path: [String]

  /// Returns nil if every word in the place of a command is one.
  init?(in arguments: [String]) {
    var command: any ParsableCommand.Type = Magnetiqctl.self
    var path = ["magnetiqctl"]
    for word in arguments {
      let subcommands = command.configuration.subcommands
      guard !subcommands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
      guard let next = subcommands.first(where: { Self.name($0) == word }) else {
        (self.word, known, self.path) = (word, subcommands.map { Self.name($0) }, path)
        return
      }
      command = next
      path.append(word)
    }
    return nil
  }

  var message: String {
    let begun = known.filter { $0.hasPrefix(word) }
    let near =
      begun.count == 1
      ? "did you mean '\(begun[0])'?"
      : NearestName.cure(word, among: known) ?? "there are \(known.joined(separator: ", "))"
    return "Error: '\(path.joined(separator: " "))' has no command '\(Cell.plain(word))': \(near)"
  }

  private static func name(_ command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? "\(command)".lowercased()
  }
}
