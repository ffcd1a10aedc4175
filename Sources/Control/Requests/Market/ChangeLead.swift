/// Gives a lead to a person, or takes it from everybody.
public struct AssignLead: ControlRequest {
  /// The verb `leads.assign`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("leads.assign", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The lead's id.
  public var id: ShortText
  /// The person's id; by the rules of sales if absent.
  public var person: ShortText?

  /// Creates the request; an argument that is nil is left out.
  public init(id: ShortText, person: ShortText? = nil) { (self.id, self.person) = (id, person) }
}

/// Notes something that a lead has done.
public struct TouchLead: ControlRequest {
  /// The verb `leads.touch`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("leads.touch", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The lead's id.
  public var id: ShortText
  /// The kind.
  public var kind: TouchKind
  /// The page of a page view; `other` if absent.
  public var page: TouchPage?
  /// The channel, such as `linkedin`.
  public var channel: ShortText?

  /// Creates the request; an argument that is nil is left out.
  public init(
    id: ShortText, kind: TouchKind, page: TouchPage? = nil, channel: ShortText? = nil
  ) {
    (self.id, self.kind, self.page, self.channel) = (id, kind, page, channel)
  }
}

/// The kinds of touchpoints that a person notes. A site tells the time on it as well.
public enum TouchKind: String, WireWord {
  case pageView = "page_view"
  case download
  case mailClick = "mail_click"
  case social, webinar
  case consultationCompleted = "consultation_completed"
}

/// The pages that count differently.
public enum TouchPage: String, WireWord { case profile, pricing, booking, other }

/// Ends a lead. The counts by grade, from which probabilities are made, outlive it.
public struct CloseLead: ControlRequest {
  /// The verb `leads.close`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("leads.close", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The lead's id.
  public var id: ShortText
  /// How it ended.
  public var result: LeadResult

  /// Creates the request.
  public init(id: ShortText, result: LeadResult) { (self.id, self.result) = (id, result) }
}

/// How a lead ended.
public enum LeadResult: String, WireWord { case won, lost }

/// Forgets a lead with its touchpoints and every version of both.
public struct ForgetLead: ControlRequest {
  /// The verb `leads.forget`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("leads.forget", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The lead's id.
  public var id: ShortText

  /// Creates the request.
  public init(id: ShortText) { self.id = id }
}
