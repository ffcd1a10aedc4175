/// One microstep of one machine (SCXML 1.0, Appendix D, procedure microstep): what was taken, left and entered.
public struct Microstep: Sendable, Hashable {
  /// Index of the machine in the bundle.
  public var machine: Int
  /// The event that was taken; nil for eventless transitions.
  public var event: String?
  /// Indexes of the transitions taken together, in the order of selection.
  public var transitions: [Int]
  /// The exit set: each of these was active.
  public var exited: StateSet
  /// The entry set: none of these was active once the exit set was left.
  public var entered: StateSet
  /// All active states after the microstep, ancestors included.
  public var configuration: StateSet

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

  /// Active before and not after.
  public var left: StateSet { exited.subtracting(entered) }
  /// Active after and not before.
  public var reached: StateSet { entered.subtracting(exited) }
}
