public import CEL

/// Puts weights in force, from the next search on. The log keeps what the evaluation said at that time.
public struct ActivateWeights: ControlRequest {
  public static let verb = Verb("matching.activate", .act)
  public typealias Answer = ActResult

  /// A file of weights: `version`, and `weights` with one whole number of basis points for each dimension.
  public var document: ValueMap

  public init(document: ValueMap) { self.document = document }
}

/// Puts the weights in force that were so before the present ones.
public struct RollBackWeights: ControlRequest {
  public static let verb = Verb("matching.rollback", .act)
  public typealias Answer = ActResult

  public init() {}
}
