public import CEL

/// An item of the executable content of entries, exits and transitions.
public indirect enum Action: Sendable {
  /// Assigns context fields in order. Each assignment is visible to the next.
  case assign([(field: Int, value: DataExpression)])
  /// Appends an event to this machine's internal queue.
  case raise(event: String, data: DataExpression)
  /// Sends an event to every other live machine of the family that declares it.
  case emit(event: String, data: DataExpression)
  /// Tells every family that listens, this one included. What the data hold becomes the event's body.
  case publish(event: String, data: DataExpression)
  /// Moves money between accounts.
  case post(PostDefinition)
  /// Undoes the posting with that id, account by account.
  case reverse(id: DataExpression)
  /// Starts a step that belongs to no state, by the index of its definition.
  case spawnStep(Int)
  /// Starts a machine of the family, by its name.
  case spawnMachine(String, input: DataExpression)
  /// Stops a machine of the family, by its index.
  case stopMachine(Int)
  /// Sends an event to one machine of the family, by its index.
  case send(machine: Int, event: String, data: DataExpression)
  /// Stops the steps whose id matches the pattern. `*` stands for any text.
  case stop(DataExpression)
  /// Executes `then` if the condition holds, otherwise `otherwise`.
  case conditional(Program, then: [Action], otherwise: [Action])
  /// Executes the body for each element of a list, which is bound to a local variable.
  case forEach(in: Program, local: Int, body: [Action])
  /// Executes a named action. Its arguments are evaluated into local variables before the body runs.
  case call(name: String, arguments: [(local: Int, value: DataExpression)], body: [Action])
  /// Opens an incident that does not stop the family.
  case alarm(DataExpression)
  /// Adds a remark to the history.
  case note(DataExpression)
  /// Erases the family's personal data.
  case erase
}

/// A movement of money from one or more accounts to one account.
public struct PostDefinition: Sendable {
  /// The accounts that give the money.
  public enum Source: Sendable {
    /// The accounts are drained in turn until the amount is reached. The last one gives what is missing.
    case inTurn([String])
    /// The expression gives a map from account to amount.
    case split(DataExpression)
  }

  /// The name by which the posting can be reversed; nil for none.
  public var id: DataExpression?
  /// The accounts that give the money.
  public var from: Source
  /// The name of the account that receives the money.
  public var to: String
  /// The amount in minor units; nil with a split, whose sum it is.
  public var amount: DataExpression?

  /// Creates the definition of a posting.
  public init(id: DataExpression?, from: Source, to: String, amount: DataExpression?) {
    self.id = id
    self.from = from
    self.to = to
    self.amount = amount
  }
}
