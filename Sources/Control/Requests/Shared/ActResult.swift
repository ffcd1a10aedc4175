public import CEL

/// How an act ended; a refusal is a failure instead. The second half is of a dry run alone, which tells how the act would end.
public struct ActResult: Codable, Sendable {
  /// The booking that it was about.
  public var reference: String?
  /// Of an event: `handled`, `ignored`, `deferred`, `already`, `queued`. Of a task or an incident: how it stands now, such as
  /// `done` or `retried`. Of a dry run also `unknown`, `failed`, `rejected` and `rejected: CODE`.
  public var verdict: String
  /// A sentence for people.
  public var text: String?
  /// A dry run's `rejected`: the stable code of the refusal.
  public var code: String?
  /// A dry run's `rejected`: why.
  public var message: String?
  /// A dry run's steps of the booking, as its history would hold them.
  public var history: Value?
  /// A dry run's steps, timers and claims, one sentence each.
  public var effects: [String]?
  /// The money that a dry run would move.
  public var postings: [Posting]?

  public init(verdict: String, reference: String? = nil, text: String? = nil) {
    self.reference = reference
    self.verdict = verdict
    self.text = text
  }

  /// A dry run as the engine describes it; nil if the value is none.
  package init?(preview: Value) {
    do throws(WireFault) {
      self = try Wire.read(ActResult.self, from: preview, strictly: false)
    } catch {
      return nil
    }
  }

  /// An amount that moves from one account of the booking to another.
  public struct Posting: Codable, Sendable {
    /// The account that gives.
    public var from: String
    /// The account that takes.
    public var to: String
    /// In the smallest unit of the booking's currency, above 0.
    public var amount: Int64
  }
}
