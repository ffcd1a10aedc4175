/// A machine that hears an event, and the event's index there.
struct Listener: Sendable {
  let machine: Int
  let event: Int
  let isExternal: Bool

  /// Returns the machines that declare each event, by the event's name, in the family's order.
  static func table(_ machines: [Machine]) -> [String: [Listener]] {
    var table: [String: [Listener]] = [:]
    for (index, machine) in machines.enumerated() {
      for event in machine.declarations.keys.sorted() {
        table[machine.eventNames[event], default: []].append(
          Listener(machine: index, event: event, isExternal: machine.declarations[event]?.isExternal ?? false))
      }
    }
    return table
  }
}
