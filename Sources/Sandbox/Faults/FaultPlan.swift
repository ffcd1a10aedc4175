/// The faults that were requested and are not used up. The first that matches applies.
struct FaultPlan: Sendable {
  private(set) var faults: [Fault] = []
  private var ordered = 0
  /// The number of faults that have occurred since the start or the last reset.
  private(set) var struck = 0
  static let limit = 1_000

  mutating func add(_ make: (Int) throws(ControlError) -> Fault) throws(ControlError) -> Fault {
    guard faults.count < Self.limit else {
      throw ControlError(
        status: 409, code: "too_many_faults",
        message: "\(Self.limit) faults are waiting; DELETE /_sandbox/faults first")
    }
    let fault = try make(ordered + 1)
    ordered += 1
    faults.append(fault)
    return fault
  }

  mutating func removeAll() { faults = [] }

  /// Returns the fault that applies to this operation and uses up one occurrence; nil if none matches or `accept`
  /// rejects it.
  mutating func take(
    _ operation: String, _ text: @autoclosure () -> String, where accept: (Fault.Kind) -> Bool = { !$0.isWebhook }
  ) -> Fault? {
    guard !faults.isEmpty else { return nil }
    guard let place = faults.firstIndex(where: { accept($0.kind) && $0.strikes(operation, text()) }) else { return nil }
    let fault = faults[place]
    faults[place].count -= 1
    if faults[place].count == 0 { faults.remove(at: place) }
    struck += 1
    return fault
  }
}
