internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Storage
internal import WorkflowTesting

/// Runs several bookings twice: undisturbed, and while nothing of one of them can be written. The others have to go the
/// same way, step by step, because no family's fault may be seen in another.
public struct FamilyIsolation {
  private let seed: UInt64
  private let fault: PlantedFault?
  /// The first one breaks. The other one has another consultant, so that neither's dates are in the other's way.
  private static let families = 2

  /// - Parameters:
  ///   - seed: decides what happens.
  ///   - fault: a deliberate fault of the engine.
  public init(seed: UInt64, fault: PlantedFault? = nil) {
    self.seed = seed
    self.fault = fault
  }

  /// Returns what differs between the two runs of a booking that nothing was wrong with.
  public func findings() throws -> [String] {
    let (sound, broken) = (try run(isBroken: false), try run(isBroken: true))
    var found = sound.findings + broken.findings.map { "beside a broken booking: \($0)" }
    for family in 1..<Self.families {
      let reference = BookingMoves.reference(family)
      let (before, after) = (try picture(of: reference, sound), try picture(of: reference, broken))
      // The broken run lasts longer, by the time that its operators take.
      let place = before.rows.indices.first { $0 >= after.rows.count || before.rows[$0] != after.rows[$0] }
      if let place {
        let other = place < after.rows.count ? after.rows[place] : "nothing"
        found.append("\(reference): \(place): '\(before.rows[place])', beside a broken booking '\(other)'")
      } else if before.rows.count == after.rows.count, before.end != after.end {
        found.append("\(reference): it ends with \(before.end), beside a broken booking with \(after.end)")
      }
    }
    return found
  }

  private func run(isBroken: Bool) throws -> SimulationRun {
    let run = try SimulationRun(
      SimulationPlan(seed: seed, families: Self.families, moves: moves(isBroken)), fault: fault)
    run.run()
    return run
  }

  /// The same moves in both runs, so that each draws the same.
  private func moves(_ isBroken: Bool) -> [Move] {
    var people = BookingMoves(draw: Draw(seed, "isolation"), families: Self.families)
    var place = Draw(seed, "where it breaks")
    var moves: [Move] = []
    for family in 0..<Self.families { moves += people.opening(family) }
    for _ in 0..<20 {
      let next = people.next()
      // A task or an incident is found by its place in a list, in which the broken booking is missing.
      moves += next.filter { if case .answerTask = $0 { false } else { true } } + [.wait(.seconds(600))]
    }
    moves.insert(.breakFamily(isBroken ? 0 : nil), at: 1 + place.below(moves.count / 2))
    return moves
  }

  /// The history of a family without what is drawn from the numbers of rows, and its end.
  private func picture(of reference: String, _ run: SimulationRun) throws -> (rows: [String], end: [String]) {
    let reader = try run.reader()
    guard let family = try reader.family(key: reference) else { return ([], []) }
    let rows = try reader.history(of: family.id, after: 0, limit: 10_000).map { "\($0.kind) \($0.name)" }
    let machines = try reader.instances(of: family.id).map { "\($0.workflow) in \($0.states)" }
    let incidents = try reader.incidents(status: nil, family: family.id, limit: 100).map { incident in
      "\(incident.code) \(incident.title.replacing(#/\btask \d+/#, with: "task"))"
    }
    return (rows, machines + incidents)
  }
}
