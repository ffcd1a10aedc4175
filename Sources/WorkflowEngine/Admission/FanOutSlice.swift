internal import Statecharts
internal import Storage

/// The next families that an event for many concerns, newest first, so many as one turn can take. Families that would ignore the event
/// are passed over by the states in their rows: they are neither loaded nor written.
struct FanOutSlice {
  let listener: BundleTable.Listener
  let context: TurnContext
  /// Families to find at most, at least 1.
  let limit: Int

  /// Families whose rows one slice reads at most: where few hear an event, the rest is left to the next turn.
  static let rows = 4_096

  struct Found {
    var families: [FamilyPin] = []
    /// The last family that was looked at, if there may be more below it.
    var last: FamilyID?
    /// The field has the value in some family of the listener's bundle, whether or not it hears the event.
    var isAnyThere = false
  }

  /// - Parameter cursor: only families below it; nil: from the newest.
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

  /// A stopped family keeps each event until it goes on, and one of unknown definitions until they are there.
  private func hears(_ standing: FamilyStanding) -> Bool {
    if standing.pin.status == .stopped { return true }
    if context.bundles.isMissing(standing.pin.bundle, workflow: standing.pin.workflow) { return true }
    if listener.hearing.isEverybody { return true }
    return standing.machines.contains { machine in
      listener.hearing.includes(machine: machine.workflow, in: machine.states.split(separator: " "))
    }
  }
}
