public import CEL

/// `invoke: {workflow: …}`: a machine of the family that starts with a state and is stopped when the state is left.
public struct MachineInvocation: Sendable {
  /// Index in the bundle.
  public var machine: Int
  /// The invoking state.
  public var owner: Int
  /// What it is started with.
  public var input: DataExpression
  /// Event indexes of its end: in a final state, in one with `error`.
  public var done: Int
  public var error: Int
  public var line: Int

  public init(machine: Int, owner: Int, input: DataExpression, done: Int, error: Int, line: Int) {
    self.machine = machine
    self.owner = owner
    self.input = input
    self.done = done
    self.error = error
    self.line = line
  }
}

/// A field of what a machine ends with.
public struct OutputField: Sendable {
  public var name: String
  public var type: CELType
  /// Where the final state gives none.
  public var value: DataExpression?

  public init(name: String, type: CELType, value: DataExpression?) {
    self.name = name
    self.type = type
    self.value = value
  }
}
