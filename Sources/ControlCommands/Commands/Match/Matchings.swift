import ArgumentParser
import CEL
import Control

struct Matchings: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matching", abstract: "Learn the weights of matching from what was booked, and put weights in force.",
    subcommands: [
      MatchingStatus.self, MatchingTrain.self, MatchingEvaluate.self, MatchingActivate.self, MatchingRollBack.self,
    ])
}

struct MatchingStatus: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the weights in force, who put them in force, and how much there is to learn."
  )

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws { session.show(object: try session.read(ShowWeights())) }
}

struct MatchingTrain: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Learn weights from the kept searches, and print them as a file.",
    discussion: "Nothing is put in force. At least 200 searches with a booking are needed.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The name of the new version.")
  var version: ShortText

  func perform(_ session: Session) throws {
    let answered = try session.read(TrainWeights(version: version))
    if session.json { return session.console.show(JSON.text(answered.value)) }
    let weights = answered.answer.weights.entries.map { "  \($0.key.stringValue ?? ""): \(JSON.text($0.value))" }
    let name = JSON.text(.string(answered.answer.version))
    session.console.show((["version: \(name)", "weights:"] + weights).joined(separator: "\n"))
  }
}

struct MatchingEvaluate: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Compare the weights in force with trained ones, on searches that training did not see.")

  @OptionGroup var connection: ConnectionOptions

  func perform(_ session: Session) throws { session.show(object: try session.read(EvaluateWeights())) }
}

struct MatchingActivate: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "activate", abstract: "Put the weights of a file in force.",
    discussion: "The file is one of config/ranking.yaml's form, as 'matching train' prints it.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The file.")
  var file: String

  func perform(_ session: Session) throws {
    guard let document = try DocumentFile.read(file).mapValue else {
      throw ValidationError("'\(Cell.plain(file))' is no mapping; write the keys 'version' and 'weights'")
    }
    try session.act(ActivateWeights(document: document), act, done: "the weights are in force")
  }
}

struct MatchingRollBack: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Put the weights in force that were so before the present ones.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  func perform(_ session: Session) throws {
    try session.act(RollBackWeights(), act, done: "the weights before are in force")
  }
}
