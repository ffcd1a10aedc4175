import ArgumentParser
import CivilTime
import Leads
import MatchingFiles

struct LeadsScore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Score a lead from a file, without a daemon, and explain every point.",
    discussion: "docs/matching.md shows such a file. Nothing is kept.")

  @Option(name: .long, help: "The rules; the standard ones when not given.")
  var rules: String?

  @Option(name: .long, help: "The time that counts, as 2030-01-31T09:00:00Z; now when not given.")
  var now: String?

  @Argument(help: "A YAML file with what is known about the lead.")
  var file: String

  func run() throws { try score(.standard, present: Wall.local.now) }

  func score(_ console: Console, present: Instant) throws {
    var instant = present
    if let now {
      guard let given = try? Instant.parse(now) else {
        throw ValidationError("--now is not an instant: '\(Cell.plain(now))'; write it as 2030-01-31T09:00:00Z")
      }
      instant = given
    }
    let scoring = LeadScoring(
      try rules.map { try LeadFile.read($0) { bytes, file in try LeadRulesFile.read(bytes, file: file) } } ?? .standard)
    let facts = try LeadFile.read(file) { bytes, file in try LeadFactsFile.read(bytes, file: file) }
    guard let score = scoring.score(facts, now: instant) else {
      return console.show("no score: the client objects to profiling")
    }
    console.show(Self.text(score))
  }

  static func text(_ score: LeadScore) -> String {
    var lines = [
      "\(score.total) of 100, grade \(score.grade.rawValue), \(score.priority.rawValue), by rules \(score.rules)"
    ]
    for group in score.groups {
      let parts = group.parts.filter { $0.points != 0 }.map { "\($0.name) \($0.points)" }
      lines.append(
        "  \(group.group.rawValue): \(group.points)" + (parts.isEmpty ? "" : " = \(parts.joined(separator: " + "))"))
    }
    if score.bonus > 0 { lines.append("  bonus for behaviour, intent and company: \(score.bonus)") }
    if !score.missing.isEmpty { lines.append("  not answered: \(score.missing.joined(separator: ", "))") }
    return lines.joined(separator: "\n")
  }
}

struct LeadsRulesCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a file of rules, without a daemon.")

  @Argument(help: "The file, as config/leads.yaml.")
  var file: String

  func run() throws { try check(.standard) }

  func check(_ console: Console) throws {
    let rules = try LeadFile.read(file) { bytes, file in try LeadRulesFile.read(bytes, file: file) }
    console.show("rules \(rules.version): nothing is wrong")
  }
}

/// Reads a file of leads or rules; what is wrong is told with its place.
enum LeadFile {
  private static let most = 1 << 20

  static func read<T>(_ path: String, _ parse: ([UInt8], String) throws -> T) throws -> T {
    let bytes = try InputFile.bytes(path, atMost: most)
    do {
      return try parse(bytes, path)
    } catch {
      throw ValidationError(Cell.plain("\(error)"))
    }
  }
}
