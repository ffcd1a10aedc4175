import CEL
import CivilTime
import Foundation
import Testing

extension EndToEnd {
  @Suite struct Kills {
    /// Thirty-two bookings through everything that moves money, while the daemon is killed again and again: each ends as
    /// it should, and the sandbox has seen each payment, refund, transfer and mail once.
    @Test(.timeLimit(.minutes(10))) func nothingIsLostOrDoneTwiceHoweverOftenTheDaemonIsKilled() throws {
      let environment = ProcessInfo.processInfo.environment
      let seed = environment["SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
      let random = environment["KILLS"].flatMap { Int($0) } ?? 20
      print("kill test: SEED=\(seed) KILLS=\(random)")
      var generator = SeededGenerator(state: seed)
      var reached: [String: Int] = [:]
      // Where a kill falls depends on the machine's speed as well: what one story did not reach with enough open, a second may.
      for round in 1...2 {
        for (name, count) in try play(random: random, round: round, using: &generator) {
          reached[name, default: 0] += count
        }
        if Self.places.allSatisfy({ reached[$0] != nil }), reached["anywhere", default: 0] >= random { break }
      }
      for place in Self.places { #expect(reached[place] != nil, "\(place) was never reached with enough open") }
      #expect(reached["anywhere", default: 0] >= random)
    }

    private static let places = [
      "commit.before", "commit.after", "answer.before", "answer.timer", "send.before", "outcome.before", "checkpoint",
      "recovery", "finding.before", "savepoint.release",
    ]

    /// One story; how often each place counted.
    private func play(random: Int, round: Int, using generator: inout SeededGenerator) throws -> [String: Int] {
      let begun = Date()
      let rig = try Rig(consultants: (0..<KillStory.size).map { "c\($0)" })
      let killer = Killer(rig, plans: KillPlan.draw(random: random, using: &generator))
      let story = KillStory(rig, killer, perPhase: 3 + (random + 7) / 8)
      defer { killer.finish() }
      let cast = try story.play()
      killer.enter("judgement", kills: 0)
      for finding in try Judge(rig, KillDriver(rig)).findings(cast) { Issue.record("\(finding)") }
      #expect(killer.trouble == nil)
      let counted = killer.kills.filter(\.counts)
      for (number, kill) in killer.kills.enumerated() {
        print(
          "  kill \(number + 1): \(kill.name) during \(kill.phase), \(kill.open) steps open, \(kill.out) attempts out"
            + (kill.counts ? "" : " (too few to count)"))
      }
      let counts = Dictionary(grouping: counted, by: \.name).mapValues(\.count)
      let names = counts.map { "\($0.key) \($0.value)" }.sorted()
      print("kill test: story \(round): counted \(counted.count): \(names.joined(separator: ", "))")
      print("  not reached: \(killer.left.map { "\($0.name) \($0.phase ?? "")" })")
      print("kill test: \(killer.starts) starts, \(Int(Date().timeIntervalSince(begun))) s")
      return counts
    }
  }
}
