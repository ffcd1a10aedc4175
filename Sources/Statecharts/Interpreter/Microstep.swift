/// One microstep of one machine (SCXML 1.0, Appendix D, procedure microstep).
public struct Microstep: Sendable, Hashable {
  /// The index of the machine in the bundle.
  public var machine: Int
  /// The name of the event that was handled last in the macrostep; nil if there was none.
  public var event: String?
  /// The indexes of the transitions that were taken together, in the order of selection.
  public var transitions: [Int]
  /// The exit set. Each of these states was active.
  public var exited: StateSet
  /// The entry set. None of these states was active once the exit set was left.
  public var entered: StateSet
  /// All active states after the microstep, ancestors included.
  public var configuration: StateSet

  /// Creates the record of a microstep.
  public init(
    machine: Int, event: String?, transitions: [Int], exited: StateSet, entered: StateSet, configuration: StateSet
  ) {
    self.machine = machine
    self.event = event
    self.transitions = transitions
    self.exited = exited
    self.entered = entered
    self.configuration = configuration
  }

  /// The states that were active before and are not active after.
  public var left: StateSet { exited.subtracting(entered) }
  /// The states that are active after and were not active before.
  public var reached: StateSet { entered.subtracting(exited) }
}
