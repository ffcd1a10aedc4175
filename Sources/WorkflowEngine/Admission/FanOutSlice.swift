internal import Statecharts
internal import Storage

/// Finds the next families, newest first, that a fanned-out event concerns; at most as many as one turn can take.
/// Families that would ignore the event are skipped by the states in their rows, so they are neither loaded nor
/// written.
struct FanOutSlice {
  let listener: BundleTable.Listener
  let context: TurnContext
  /// The most families to find; at least 1.
  let limit: Int

  /// The most rows that one slice reads. Where few families hear an event, the rest is left to the next turn.
  static let rows = 4_096

  struct Found {
    var families: [FamilyPin] = []
    /// The last family looked at, if there may be more below it.
    var last: FamilyID?
    /// True if some family of the listener's bundle has this value in the field, whether or not it hears the event.
    var isAnyThere = false
  }

  /// - Parameter cursor: only families with a lower id are looked at; nil starts from the newest.
  func find(whereView field: String, is value: String, before cursor: FamilyID?) throws(StoreError) -> Found {
    var found = Found(last: cursor)
    var rows = 0
    while rows < Self.rows {
      let page = try context.store.liveStandings(whereView: field, is: value, before: found.last, limit: limit)
      for standing in page {
        found.last = standing.pin.id
        guard context.bundles.concerns(standing.pin, listener) else { continue }
        found.isAnyThere = true
        if hears(standing) { found.families.append(standing.pin) }
        if found.families.count == limit { return found }
      }
      if page.count < limit {
        found.last = nil
        return found
      }
      rows += page.count
    }
    return found
  }

  /// A stopped family keeps each event until it resumes, and a family without readable definitions keeps it until they
  /// are there.
  private func hears(_ standing: FamilyStanding) -> Bool {
    if standing.pin.status == .stopped { return true }
    if context.bundles.isMissing(standing.pin.bundle, workflow: standing.pin.workflow) { return true }
    if listener.hearing.isEverybody { return true }
    return standing.machines.contains { machine in
      listener.hearing.includes(machine: machine.workflow, in: machine.states.split(separator: " "))
    }
  }
}
