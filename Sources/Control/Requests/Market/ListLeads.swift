public import CEL
public import CivilTime

/// Lists leads in the order of their ids, each with the score that it has now.
public struct ListLeads: ControlRequest {
  /// The verb `leads.list`, which reads.
  public static let verb = Verb("leads.list")
  /// The answer is a page of `LeadSummary`.
  public typealias Answer = Page<LeadSummary>

  /// Only those in this state.
  public var status: LeadStatus?
  /// Only those that this person looks after.
  public var assigned: ShortText?
  /// The `next` of the page before; absent for the first page.
  public var after: ShortText?
  /// The most items of the page; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
  public init(
    status: LeadStatus? = nil, assigned: ShortText? = nil, after: ShortText? = nil, limit: PageSize? = nil
  ) {
    (self.status, self.assigned, self.after, self.limit) = (status, assigned, after, limit)
  }
}

/// Where a lead is.
public enum LeadStatus: String, WireWord { case open, won, lost }

/// A lead in a list. It names nobody.
public struct LeadSummary: Codable, Sendable {
  /// The id: a keyed digest of the address.
  public var id: String
  /// The total, 0 to 100; absent for somebody who objects to being profiled.
  public var total: Int64?
  /// `A`, `B`, `C` or `D`; absent without a total.
  public var grade: String?
  /// `hot`, `warm` or `cold`; absent without a total.
  public var priority: String?
  /// `open`, `won` or `lost`.
  public var status: String
  /// The id of the person who looks after it.
  public var assigned: String?
  /// The time of the last contact form.
  public var told: Instant

  /// Creates a `LeadSummary`; a field that is nil is left out.
  public init(
    id: String, total: Int64?, grade: String?, priority: String?, status: String, assigned: String?, told: Instant
  ) {
    (self.id, self.total, self.grade, self.priority) = (id, total, grade, priority)
    (self.status, self.assigned, self.told) = (status, assigned, told)
  }
}

/// Shows a lead: its score to the point, the scores before it, and its touchpoints.
public struct ShowLead: ControlRequest {
  /// The verb `leads.show`, which reads.
  public static let verb = Verb("leads.show")
  /// The answer is a `LeadDetail`.
  public typealias Answer = LeadDetail

  /// The lead's id.
  public var id: ShortText

  /// Creates the request.
  public init(id: ShortText) { self.id = id }
}

/// A lead.
public struct LeadDetail: Codable, Sendable {
  /// The id: a keyed digest of the address.
  public var id: String
  /// The score as the public API tells it, with all its parts.
  public var score: ValueMap
  /// The answers of its contact forms; name, address and words are told on the admin socket only.
  public var form: ValueMap
  /// The touchpoints that are kept, the oldest first, one sentence each.
  public var touchpoints: [String]
  /// The scores that were noted, the oldest first, one sentence each.
  public var scores: [String]
  /// The time of the first contact form.
  public var opened: Instant
  /// The time of the last one.
  public var told: Instant
  /// When it is forgotten unless it is heard of again.
  public var until: Instant?

  /// Creates a `LeadDetail`; a field that is nil is left out.
  public init(
    id: String, score: ValueMap, form: ValueMap, touchpoints: [String], scores: [String], opened: Instant,
    told: Instant, until: Instant?
  ) {
    (self.id, self.score, self.form, self.touchpoints) = (id, score, form, touchpoints)
    (self.scores, self.opened, self.told, self.until) = (scores, opened, told, until)
  }
}
