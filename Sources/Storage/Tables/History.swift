/// One step of a family, append-only. Rows of a family form a hash chain: `hash` is SHA-256 over the previous row's
/// hash and this row's canonical bytes (the engine computes it; the store keeps it).
public struct HistoryRecord: Hashable, Sendable {
  public var family: FamilyID
  /// From 1, without gaps.
  public var sequence: Int64
  public var at: StoredInstant
  /// What was put in: `start`, `event`, `timer`, `outcome`, `act`.
  public var kind: String
  /// The event's, timer's or step's name, for people and filters.
  public var name: String
  /// Who caused it: `client`, `stripe`, `timer`, `uid 1000` …
  public var actor: String
  /// JSON: the whole stimulus, enough to replay the step.
  public var stimulus: [UInt8]
  /// JSON: what came of it: transitions, postings, timers, steps, verdict.
  public var trace: [UInt8]
  /// 32 bytes.
  public var hash: [UInt8]

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

public protocol ReadHistory: AnyObject {
  /// Ascending by sequence, from `after` (exclusive), at most `limit` rows (1 to 10,000).
  func history(of family: FamilyID, after: Int64, limit: Int) throws(StoreError) -> [HistoryRecord]
  /// The newest row, or nil for a family without history.
  func lastHistory(of family: FamilyID) throws(StoreError) -> HistoryRecord?
}

public protocol WriteHistory: AnyObject {
  /// `constraint` if (family, sequence) exists (a step is never recorded twice), without its family, or if the hash has
  /// not 32 bytes.
  func appendHistory(_ record: HistoryRecord) throws(StoreError)
}
