public import CEL

/// A use of `invoke: {workflow: …}`: a machine of the family that starts with a state and is stopped when the state is
/// left.
public struct MachineInvocation: Sendable {
  /// The index of the invoked machine in the bundle.
  public var machine: Int
  /// The index of the invoking state.
  public var owner: Int
  /// The input of the invoked machine.
  public var input: DataExpression
  /// The index of the event that says that the machine ended in a final state.
  public var done: Int
  /// The index of the event that says that the machine ended in a final state with `error`.
  public var error: Int
  /// The line in the definition.
  public var line: Int

  /// Creates an invocation.
  public init(machine: Int, owner: Int, input: DataExpression, done: Int, error: Int, line: Int) {
    self.machine = machine
    self.owner = owner
    self.input = input
    self.done = done
    self.error = error
    self.line = line
  }
}

/// A field of the value with which a machine ends.
public struct OutputField: Sendable {
  /// The name under `output`.
  public var name: String
  /// The type of the value.
  public var type: CELType
  /// The value where the final state gives none.
  public var value: DataExpression?

  /// Creates a field of the output.
  public init(name: String, type: CELType, value: DataExpression?) {
    self.name = name
    self.type = type
    self.value = value
  }
}
