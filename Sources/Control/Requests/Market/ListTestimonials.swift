/// Lists the words that clients allow to be shown, in the order of their bookings.
public struct ListTestimonials: ControlRequest {
  /// The verb `testimonials.list`, which reads.
  public static let verb = Verb("testimonials.list")
  /// The answer is a page of `TestimonialSummary`.
  public typealias Answer = Page<TestimonialSummary>

  /// The `next` of the page before; absent for the first page.
  public var after: ShortText?
  /// The most items of the page; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
  public init(after: ShortText? = nil, limit: PageSize? = nil) { (self.after, self.limit) = (after, limit) }
}

/// A client's words in a list.
public struct TestimonialSummary: Codable, Sendable {
  /// The reference of the booking.
  public var reference: String
  /// The consultant's slug.
  public var consultant: String
  /// 1 to 5; absent if it is not known.
  public var rating: Int64?
  /// True if the pages show it.
  public var isShown: Bool
  /// As the client wants to be named; absent on the socket that only reads.
  public var name: String?
  /// The words; absent on the socket that only reads, and once they were erased.
  public var text: String?

  /// Creates a `TestimonialSummary` from its fields.
  public init(
    reference: String, consultant: String, rating: Int64?, isShown: Bool, name: String?, text: String?
  ) {
    (self.reference, self.consultant, self.rating) = (reference, consultant, rating)
    (self.isShown, self.name, self.text) = (isShown, name, text)
  }

  private enum CodingKeys: String, CodingKey {
    case reference, consultant, rating, name, text
    case isShown = "shown"
  }
}

/// Lets a client's words onto the pages.
public struct ApproveTestimonial: ControlRequest {
  /// The verb `testimonials.approve`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("testimonials.approve", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The reference of the booking.
  public var reference: ShortText

  /// Creates the request.
  public init(reference: ShortText) { self.reference = reference }
}

/// Takes a client's words from the pages.
public struct HideTestimonial: ControlRequest {
  /// The verb `testimonials.hide`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("testimonials.hide", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The reference of the booking.
  public var reference: ShortText

  /// Creates the request.
  public init(reference: ShortText) { self.reference = reference }
}
