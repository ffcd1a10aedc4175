public import CEL

/// A use of an executor's step: `invoke:` of a state or `spawn:` of an action.
public struct StepDefinition: Sendable {
  public enum Leave: Sendable {
    /// Events that would leave the state wait while an attempt is out.
    case settle
    case stop
  }

  /// Reserve on start, post on done, give back otherwise.
  public struct Moves: Sendable {
    public var id: DataExpression?
    public var from: PostDefinition.Source
    public var via: String
    public var to: String
    public var amount: DataExpression?

    public init(id: DataExpression?, from: PostDefinition.Source, via: String, to: String, amount: DataExpression?) {
      self.id = id
      self.from = from
      self.via = via
      self.to = to
      self.amount = amount
    }
  }

  /// The event that tells whether an accepted step settled.
  public struct Settlement: Sendable {
    public var event: Int
    /// Compared with the `id` that the provider gave on acceptance.
    public var id: DataExpression
    /// The idempotency key that the provider's object carries, generation included, or null: by it a step is recognised whose own reply
    /// was lost, and which has no id yet.
    public var key: DataExpression?
    public var done: Program
    public var failed: Program

    public init(event: Int, id: DataExpression, key: DataExpression? = nil, done: Program, failed: Program) {
      self.event = event
      self.id = id
      self.key = key
      self.done = done
      self.failed = failed
    }
  }

  public struct Retry: Sendable, Hashable {
    public var first: Duration?
    public var factor: Int?
    public var cap: Duration?
    public var budget: Duration?

    public init(first: Duration? = nil, factor: Int? = nil, cap: Duration? = nil, budget: Duration? = nil) {
      self.first = first
      self.factor = factor
      self.cap = cap
      self.budget = budget
    }
  }

  /// The catalogue's name (`stripe.transfer`).
  public var step: String
  /// The catalogue's class (`money`), of which the core only needs to know whether it is money.
  public var stepClass: String
  /// What the step answers with; replies are typed by it.
  public var reply: CELType
  /// The invoking state; nil for `spawn`.
  public var owner: Int?
  public var id: DataExpression
  public var key: DataExpression
  public var input: [(name: String, value: DataExpression)]
  public var wanted: Program?
  /// Parameters of the named actions around a `spawn`, kept for `wanted` and for its results; by local index.
  public var locals: [CELType]
  /// View fields that `wanted` compares with their value at the start.
  public var captures: [Int]
  public var lane: String
  public var supersede: Bool
  public var retry: Retry
  /// How long one attempt may take; nil: as the executor was set up.
  public var timeout: Duration?
  /// When the step has lost its use; null or nil: never.
  public var until: DataExpression?
  public var leave: Leave
  public var moves: Moves?
  public var settledBy: [Settlement]
  /// Event indexes of its results.
  public var accepted: Int
  public var done: Int
  public var error: Int
  public var stopped: Int
  public var line: Int

  public init(
    step: String, stepClass: String, reply: CELType, owner: Int?, id: DataExpression, key: DataExpression,
    input: [(name: String, value: DataExpression)], wanted: Program?, locals: [CELType], captures: [Int], lane: String,
    supersede: Bool,
    retry: Retry, until: DataExpression?, leave: Leave, moves: Moves?, settledBy: [Settlement], accepted: Int,
    done: Int, error: Int, stopped: Int, line: Int
  ) {
    self.step = step
    self.stepClass = stepClass
    self.reply = reply
    self.owner = owner
    self.id = id
    self.key = key
    self.input = input
    self.wanted = wanted
    self.locals = locals
    self.captures = captures
    self.lane = lane
    self.supersede = supersede
    self.retry = retry
    self.until = until
    self.leave = leave
    self.moves = moves
    self.settledBy = settledBy
    self.accepted = accepted
    self.done = done
    self.error = error
    self.stopped = stopped
    self.line = line
  }
}
