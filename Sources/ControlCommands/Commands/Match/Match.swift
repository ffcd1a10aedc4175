import ArgumentParser
import CEL
import Control

struct Match: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "match", abstract: "Find consultants by words, by criteria, or by both.",
    discussion: "With --why, one consultant's place is explained to the point.")

  @OptionGroup var connection: ConnectionOptions

  @Option(name: .long, help: "The request in the client's own words, in English or German.")
  var text: ShortText?

  @Option(name: .long, help: "A YAML file of criteria, as docs/matching.md lists them.")
  var criteria: String?

  @Option(name: .long, help: "How many at most, 1 to 50; 5 when not given.")
  var limit: PageSize?

  @Option(name: .long, help: "The slug of the consultant whose place is explained.")
  var why: ShortText?

  func validate() throws {
    if text == nil, criteria == nil { throw ValidationError("give --text, --criteria, or both") }
    if why != nil, limit != nil { throw ValidationError("--why goes without --limit") }
  }

  func perform(_ session: Session) throws {
    let map = try criteria.map { file in
      guard let map = try DocumentFile.read(file).mapValue else {
        throw ValidationError("'\(Cell.plain(file))' is no mapping; write criteria as names with values")
      }
      return map
    }
    if let why {
      session.show(object: try session.read(ExplainMatch(slug: why, text: text, criteria: map)))
    } else {
      let answer = try session.read(FindMatches(text: text, criteria: map, limit: limit))
      session.show(object: answer)
    }
  }
}
