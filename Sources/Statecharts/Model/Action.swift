public import CEL

/// Executable content of entries, exits and transitions.
public indirect enum Action: Sendable {
  /// Context fields, in order; each assignment is visible to the next.
  case assign([(field: Int, value: DataExpression)])
  /// To this machine's internal queue.
  case raise(event: String, data: DataExpression)
  /// To every other machine of the family that declares the event.
  case emit(event: String, data: DataExpression)
  case post(PostDefinition)
  /// Undoes the posting of that id, account by account.
  case reverse(id: DataExpression)
  case spawnStep(Int)
  case spawnMachine(String, input: DataExpression)
  /// Stops a machine of the family, by its index.
  case stopMachine(Int)
  /// To one machine of the family, by its index.
  case send(machine: Int, event: String, data: DataExpression)
  /// Stops steps whose id matches the pattern; `*` stands for any text.
  case stop(DataExpression)
  case conditional(Program, then: [Action], otherwise: [Action])
  case forEach(in: Program, local: Int, body: [Action])
  /// A named action: parameters are evaluated into locals, then the body runs.
  case call(name: String, arguments: [(local: Int, value: DataExpression)], body: [Action])
  /// An incident that stops nothing.
  case alarm(DataExpression)
  /// A line in the history.
  case note(DataExpression)
  /// Erases the family's personal data.
  case erase
}

/// Money from accounts to an account.
public struct PostDefinition: Sendable {
  /// Where the money comes from.
  public enum Source: Sendable {
    /// Taken in turn until the amount is reached; the last gives what is missing.
    case inTurn([String])
    /// A map of account to amount.
    case split(DataExpression)
  }

  public var id: DataExpression?
  public var from: Source
  public var to: String
  /// Minor units; nil with a split, whose sum it is.
  public var amount: DataExpression?

  public init(id: DataExpression?, from: Source, to: String, amount: DataExpression?) {
    self.id = id
    self.from = from
    self.to = to
    self.amount = amount
  }
}
