public import CEL

/// Puts weights in force, from the next search on. The log keeps what the evaluation said at that time.
public struct ActivateWeights: ControlRequest {
  /// The verb `matching.activate`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("matching.activate", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// A file of weights: `version`, and `weights` with one whole number of basis points for each dimension.
  public var document: ValueMap

  /// Creates the request.
  public init(document: ValueMap) { self.document = document }
}

/// Puts the weights in force that were so before the present ones.
public struct RollBackWeights: ControlRequest {
  /// The verb `matching.rollback`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("matching.rollback", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// Creates the request, which has no arguments.
  public init() {}
}
