public import CEL

/// The result of an act; a refusal is a failure instead. The fields from `code` on belong to dry runs, which describe
/// the result without acting.
public struct ActResult: Codable, Sendable {
  /// The booking that it concerned.
  public var reference: String?
  /// For an event: `handled`, `ignored`, `deferred`, `already` or `queued`. For a task or an incident: its new status,
  /// such as `done` or `retried`. For a dry run also `unknown`, `failed`, `rejected` and `rejected: CODE`.
  public var verdict: String
  /// A sentence for people.
  public var text: String?
  /// The stable code of the refusal, if a dry run is `rejected`.
  public var code: String?
  /// The reason, if a dry run is `rejected`.
  public var message: String?
  /// The history that a dry run would write.
  public var history: Value?
  /// The steps, timers and claims of a dry run, one sentence each.
  public var effects: [String]?
  /// The postings that a dry run would make.
  public var postings: [Posting]?

  /// Creates an `ActResult`; a field that is nil is left out.
  public init(verdict: String, reference: String? = nil, text: String? = nil) {
    self.reference = reference
    self.verdict = verdict
    self.text = text
  }

  /// Reads a dry run as the engine describes it; nil if the value is none.
  package init?(preview: Value) {
    do throws(WireFault) {
      self = try Wire.read(ActResult.self, from: preview, strictly: false)
    } catch {
      return nil
    }
  }

  /// An amount that moves from one account of the booking to another.
  public struct Posting: Codable, Sendable {
    /// The account that the money is taken from.
    public var from: String
    /// The account that the money goes to.
    public var to: String
    /// The amount in minor units, above 0.
    public var amount: Int64
  }
}
