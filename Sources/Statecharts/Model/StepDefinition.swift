public import CEL

/// A use of an executor's step: `invoke:` of a state or `spawn:` of an action.
public struct StepDefinition: Sendable {
  /// The treatment of an attempt in flight when the step's state would be left.
  public enum Leave: Sendable {
    /// Events that would leave the state wait until the attempt has ended.
    case awaitCompletion
    /// The state is left, and the result counts as late.
    case stop
  }

  /// The money that a step moves: reserved at the start, posted when the step is done, given back otherwise.
  public struct Moves: Sendable {
    /// The name by which the posting can be reversed; nil for none.
    public var id: DataExpression?
    /// The accounts that give the money.
    public var from: PostDefinition.Source
    /// The account that holds the money until the step has ended.
    public var via: String
    /// The account that receives the money when the step is done.
    public var to: String
    /// The amount in minor units; nil with a split, whose sum it is.
    public var amount: DataExpression?

    /// Creates the definition of a movement.
    public init(id: DataExpression?, from: PostDefinition.Source, via: String, to: String, amount: DataExpression?) {
      self.id = id
      self.from = from
      self.via = via
      self.to = to
      self.amount = amount
    }
  }

  /// The event that tells how an accepted step ended.
  public struct Settlement: Sendable {
    /// The index of the event.
    public var event: Int
    /// The provider's id in the event, compared with the `id` in the reply on acceptance.
    public var id: DataExpression
    /// The idempotency key in the event, generation included, or null. It identifies a step whose own reply was lost,
    /// so that no id is known.
    public var key: DataExpression?
    /// The condition under which the step is done.
    public var done: Program
    /// The condition under which the step has failed. While neither holds, the step stays accepted.
    public var failed: Program

    /// Creates the definition of a settlement.
    public init(event: Int, id: DataExpression, key: DataExpression? = nil, done: Program, failed: Program) {
      self.event = event
      self.id = id
      self.key = key
      self.done = done
      self.failed = failed
    }
  }

  /// The retry policy of a step. The engine fills in its defaults where a value is nil.
  public struct Retry: Sendable, Hashable {
    /// The delay before the second attempt.
    public var first: Duration?
    /// The factor by which each further delay grows.
    public var factor: Int?
    /// The longest delay.
    public var cap: Duration?
    /// The time after the start of the step at which attempts end.
    public var budget: Duration?

    /// Creates a retry policy.
    public init(first: Duration? = nil, factor: Int? = nil, cap: Duration? = nil, budget: Duration? = nil) {
      self.first = first
      self.factor = factor
      self.cap = cap
      self.budget = budget
    }
  }

  /// The name in the catalogue, such as `stripe.transfer`.
  public var step: String
  /// The class in the catalogue, such as `money`.
  public var stepClass: String
  /// The type of the step's reply, by which replies are typed.
  public var reply: CELType
  /// The index of the invoking state; nil for `spawn`.
  public var owner: Int?
  /// True if a transition of the owner starts the step, and not the owner's entry.
  public var isOfTransition = false
  /// The step's name in this machine. A new step of the same name stops the old one, unless that has an attempt in
  /// flight.
  public var id: DataExpression
  /// The idempotency key, without the generation that the engine appends.
  public var key: DataExpression
  /// The fields of the request.
  public var input: [(name: String, value: DataExpression)]
  /// The precondition, evaluated before each attempt; nil if there is none.
  public var precondition: Program?
  /// The types of the parameters of the named actions around a `spawn`, by local index. Their values are kept for
  /// `wanted` and for the step's results.
  public var locals: [CELType]
  /// The view fields whose value at the start is kept, because `wanted` compares with it.
  public var captures: [Int]
  /// The lane in which steps run one after the other; empty for none.
  public var lane: String
  /// True if steps of the lane that were never attempted are withdrawn when this one starts.
  public var supersede: Bool
  /// The retry policy.
  public var retry: Retry
  /// The time that one attempt may take; nil for the executor's own.
  public var timeout: Duration?
  /// The instant after which the step is not attempted any more; nil or null for none.
  public var until: DataExpression?
  /// The treatment of an attempt in flight when the state would be left.
  public var leave: Leave
  /// The money that the step moves; nil for none.
  public var moves: Moves?
  /// The events that tell how an accepted step ended.
  public var completedBy: [Settlement]
  /// The index of the event that the machine receives when the provider has accepted the step.
  public var accepted: Int
  /// The index of the event that the machine receives when the step is done.
  public var done: Int
  /// The index of the event that the machine receives when the step has failed.
  public var error: Int
  /// The index of the event that the machine receives when the step was given up before it took effect.
  public var stopped: Int
  /// The line in the definition.
  public var line: Int

  /// Creates the definition of a step, whose time-out is the executor's.
  public init(
    step: String, stepClass: String, reply: CELType, owner: Int?, id: DataExpression, key: DataExpression,
    input: [(name: String, value: DataExpression)], precondition: Program?, locals: [CELType], captures: [Int],
    lane: String,
    supersede: Bool,
    retry: Retry, until: DataExpression?, leave: Leave, moves: Moves?, completedBy: [Settlement], accepted: Int,
    done: Int, error: Int, stopped: Int, line: Int
  ) {
    self.step = step
    self.stepClass = stepClass
    self.reply = reply
    self.owner = owner
    self.id = id
    self.key = key
    self.input = input
    self.precondition = precondition
    self.locals = locals
    self.captures = captures
    self.lane = lane
    self.supersede = supersede
    self.retry = retry
    self.until = until
    self.leave = leave
    self.moves = moves
    self.completedBy = completedBy
    self.accepted = accepted
    self.done = done
    self.error = error
    self.stopped = stopped
    self.line = line
  }
}
