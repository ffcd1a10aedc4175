import CEL
import CivilTime
import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// A family's publications reach those that listen, once, in a later step than the sender's (docs/decisions/0023).
@Suite struct PublicationTests {
  private static let definition = """
    context: {heard: {type: [string], value: []}, told: {type: [string], value: []}}
    events:
      shout: {data: {}, by: [operator], otherwise: reject}
      whisper: {data: {to: string}, by: [operator], otherwise: reject}
      break: {data: {}, by: [operator], otherwise: reject}
      word: {from: family/word, correlate: {group: "${body.group}"}, match: all, data: {by: {type: string, value: "${body.by}"}}, otherwise: ignore}
      secret: {from: family/secret, correlate: {reference: "${body.to}"}, data: {by: {type: string, value: "${body.by}"}}, otherwise: ignore}
    view:
      reference: {value: "${input.reference}", index: unique}
      group: {value: "${'all'}", index: true}
      heard: {value: "${context.heard}"}
      told: {value: "${context.told}"}
    invariants: [{name: nobody breaks, never: "'x' in context.told"}]
    initial: a
    states:
      a:
        rest: true
        on:
          shout: {actions: [{publish: word, with: {group: all, by: "${family.key}"}}]}
          whisper: {actions: [{publish: secret, with: {to: "${event.data.to}", by: "${family.key}"}}]}
          break: {actions: [{assign: {told: [x]}}]}
          word: {actions: [{assign: {heard: "${context.heard + [event.data.by]}"}}]}
          secret: {actions: [{assign: {told: "${context.told + [event.data.by]}"}}]}
    """

  private func world(_ references: String...) throws -> Turns {
    let turns = try Turns(deployed: [Turns.bundle(Self.definition)])
    for reference in references { try turns.start(reference) }
    return turns
  }

  /// Turns until nothing is due.
  private func rest(_ turns: Turns) throws {
    while let next = turns.last.nextWake, next <= turns.now { try turns.take() }
  }

  private func field(_ name: String, of reference: String, _ turns: Turns) throws -> Value? {
    let family = try #require(try turns.reader.family(key: reference))
    return try JSON.parse(turns.reader.instances(of: family.id)[0].view)[name]
  }

  @Test func whatIsForManyIsHeardByEachOnceTheSenderIncluded() throws {
    let turns = try world("S-1", "S-2", "S-3")
    try turns.send("shout", to: "S-1")
    try turns.send("shout", to: "S-2")
    try rest(turns)
    for reference in ["S-1", "S-2", "S-3"] { #expect(try field("heard", of: reference, turns) == ["S-1", "S-2"]) }
    #expect(try turns.reader.inbox(in: .unmatched, limit: 10).isEmpty)
    #expect(try turns.reader.incidents(status: .open, family: nil, limit: 10).isEmpty)
  }

  @Test func whatIsForOneIsHeardByThatOneAlone() throws {
    let turns = try world("S-1", "S-2")
    try turns.send("whisper", to: "S-1", ["to": "S-2"])
    try rest(turns)
    #expect(try field("told", of: "S-2", turns) == ["S-1"])
    #expect(try field("told", of: "S-1", turns) == [])
  }

  @Test func whatIsForAFamilyThatIsYetToStartWaitsForIt() throws {
    let turns = try world("S-1")
    try turns.send("whisper", to: "S-1", ["to": "S-2"])
    try rest(turns)
    try turns.start("S-2")
    turns.now = turns.now.adding(.seconds(3_600))!
    try turns.take()
    try rest(turns)
    #expect(try field("told", of: "S-2", turns) == ["S-1"])
  }

  @Test func aStoppedFamilyHearsItWhenItRunsAgainAndHoldsUpNobody() throws {
    let turns = try world("S-1", "S-2", "S-3")
    try turns.send("break", to: "S-2")
    #expect(try turns.reader.family(key: "S-2")?.status == .stopped)
    try turns.send("shout", to: "S-1")
    try rest(turns)
    #expect(try field("heard", of: "S-3", turns) == ["S-1"])
    let incident = try #require(try turns.reader.incidents(status: .open, family: nil, limit: 10).first)
    try turns.command(.incidentSkip(incident.id))
    try rest(turns)
    #expect(try field("heard", of: "S-2", turns) == ["S-1"])
  }

  @Test func aStepThatFailsPublishesNothing() throws {
    let shouting = Self.definition.replacing(
      "break: {actions: [{assign: {told: [x]}}]}",
      with: "break: {actions: [{publish: word, with: {group: all, by: me}}, {assign: {told: [x]}}]}")
    let turns = try Turns(deployed: [Turns.bundle(shouting)])
    try turns.start("S-1")
    try turns.start("S-2")
    try turns.send("break", to: "S-1")
    try rest(turns)
    #expect(try field("heard", of: "S-2", turns) == [])
  }

  @Test func anOutageBetweenTheTwoStepsLosesNothingAndRepeatsNothing() throws {
    let bundle = try Turns.bundle(Self.definition)
    let turns = try Turns(deployed: [bundle])
    try turns.start("S-1")
    try turns.start("S-2")
    try turns.send("shout", to: "S-1")
    try turns.restart(deployed: [bundle])
    try turns.take()
    try rest(turns)
    #expect(try field("heard", of: "S-2", turns) == ["S-1"])
  }
}

extension String {
  fileprivate func replacing(_ text: String, with other: String) -> String {
    split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
  }
}
