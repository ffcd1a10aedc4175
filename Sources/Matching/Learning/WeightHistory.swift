public import CivilTime

/// The weights in force over time, and the reasons for them. Entries are only ever added; going back is an entry too.
public struct WeightHistory: Hashable, Sendable {
  /// All acts, the latest last.
  public private(set) var entries: [Entry] = []
  /// In force before any act.
  public let base: RankingWeights

  /// - Parameter base: in force before any act.
  public init(base: RankingWeights = .standard) { self.base = base }

  /// One act that put weights in force.
  public struct Entry: Hashable, Sendable {
    /// The weights that came into force.
    public let weights: RankingWeights
    /// The time of the act.
    public let at: Instant
    /// The name of the one who acted, as the caller gave it.
    public let actor: String
    /// The reason that was given for the act.
    public let reason: String
    /// The evaluation that the act rested on; nil for the first weights, for those of a person and for a rollback.
    public let evaluation: WeightEvaluation.Report?
    /// The place in the history, from 0, of the entry that a rollback went back to; -1 for the base.
    public let restored: Int?
  }

  /// A reason why an act is refused.
  public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Other weights have the same version already.
    case versionTaken(String)
    case alreadyInForce(String)
    case nothingBefore

    /// The reason in English, and a cure for a version that is taken.
    public var description: String {
      switch self {
      case .versionTaken(let version): "version \(version) names other weights already; take another name"
      case .alreadyInForce(let version): "version \(version) is in force"
      case .nothingBefore: "no weights were in force before these; there is nothing to go back to"
      }
    }
  }

  /// The weights in force.
  public var current: RankingWeights { entries.last?.weights ?? base }

  /// Puts weights in force.
  public mutating func activate(
    _ weights: RankingWeights, at: Instant, actor: String, reason: String, evaluation: WeightEvaluation.Report? = nil
  ) throws(Refusal) {
    guard weights != current else { throw .alreadyInForce(weights.version) }
    let isTaken = ([base] + entries.map(\.weights)).contains { $0.version == weights.version && $0 != weights }
    guard !isTaken else { throw .versionTaken(weights.version) }
    entries.append(
      Entry(weights: weights, at: at, actor: actor, reason: reason, evaluation: evaluation, restored: nil))
  }

  /// Puts the weights in force that were so before the present ones. A second rollback goes one further back.
  public mutating func rollback(at: Instant, actor: String, reason: String) throws(Refusal) {
    guard let last = entries.indices.last else { throw .nothingBefore }
    // −1 stands for the base, which was in force before the first entry.
    let before = (entries[last].restored ?? last) - 1
    guard before >= -1 else { throw .nothingBefore }
    entries.append(
      Entry(
        weights: before >= 0 ? entries[before].weights : base, at: at, actor: actor, reason: reason,
        evaluation: nil, restored: before))
  }
}
