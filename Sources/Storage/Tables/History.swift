/// One step of a family. History is append-only, and the rows of a family form a hash chain: `hash` is SHA-256 over the
/// previous row's hash and this row's canonical bytes. The engine computes the hash; the store keeps it.
public struct HistoryRecord: Hashable, Sendable {
  /// The family that took the step.
  public var family: FamilyID
  /// Rises from 1 without gaps.
  public var sequence: Int64
  /// The time of the step.
  public var at: StoredInstant
  /// The kind of input: `start`, `event`, `timer`, `outcome`, `act` or `wake`.
  public var kind: String
  /// The name of the event, timer or step, for people and filters.
  public var name: String
  /// The cause of the step: `client`, `stripe`, `timer`, `uid 1000` …
  public var actor: String
  /// JSON: the whole input, from which the step can be replayed.
  public var stimulus: [UInt8]
  /// JSON: the effects of the step: transitions, postings, timers, steps, verdict.
  public var trace: [UInt8]
  /// SHA-256, 32 bytes.
  public var hash: [UInt8]

  /// - Parameter hash: 32 bytes.
  public init(
    family: FamilyID, sequence: Int64, at: StoredInstant, kind: String, name: String, actor: String,
    stimulus: [UInt8], trace: [UInt8], hash: [UInt8]
  ) {
    self.family = family
    self.sequence = sequence
    self.at = at
    self.kind = kind
    self.name = name
    self.actor = actor
    self.stimulus = stimulus
    self.trace = trace
    self.hash = hash
  }
}

/// Reads history.
public protocol ReadHistory: AnyObject {
  /// Returns rows in ascending order of sequence.
  ///
  /// - Parameters:
  ///   - after: exclusive; 0 starts from the first.
  ///   - limit: 1 to 10,000.
  func history(of family: FamilyID, after: Int64, limit: Int) throws(StoreError) -> [HistoryRecord]
  /// Returns the newest row; nil for a family without history.
  func lastHistory(of family: FamilyID) throws(StoreError) -> HistoryRecord?
}

/// Writes history.
public protocol WriteHistory: AnyObject {
  /// Appends a row. Throws `constraint` if (family, sequence) exists, since a step is never recorded twice, if the
  /// family does not exist, or if the hash is not 32 bytes long.
  func appendHistory(_ record: HistoryRecord) throws(StoreError)
}
