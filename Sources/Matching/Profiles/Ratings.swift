/// Stars from clients.
public struct Ratings: Hashable, Sendable {
  /// The number of reviews.
  public let count: Int
  /// The sum of all stars, each 1 to 5.
  public let sum: Int

  /// Creates ratings; without arguments there is no review.
  public init(count: Int = 0, sum: Int = 0) {
    self.count = count
    self.sum = sum
  }

  /// The text that people see: the plain mean to one decimal and the number of reviews. Nil without a review: there are
  /// no stars that nobody gave.
  public func shown(_ language: Language) -> String? {
    guard count > 0 else { return nil }
    let tenths = WholeNumbers.halfUp(10 * sum, count)
    let mark = language == .english ? "." : ","
    return "\(tenths / 10)\(mark)\(tenths % 10) (\(count))"
  }

  /// How a list sorted by rating says what it does: it orders by a mean that few reviews move little.
  public static func sortingName(_ language: Language) -> String {
    language == .german
      ? "Bewertung, gewichtet nach Anzahl der Rezensionen" : "rating, weighted by number of reviews"
  }
}

/// How bookings of the last 365 days ended.
public struct DeliveryHistory: Hashable, Sendable {
  /// The number of completed bookings.
  public let completed: Int
  /// The consultant's no-shows, cancellations within 24 hours and lost complaints.
  public let failed: Int
  /// All bookings ever completed; fewer than five make a newcomer.
  public let completedEver: Int

  /// Creates a history.
  ///
  /// - Parameter completedEver: nil if no booking was completed before the 365 days.
  public init(completed: Int = 0, failed: Int = 0, completedEver: Int? = nil) {
    self.completed = completed
    self.failed = failed
    self.completedEver = completedEver ?? completed
  }

  /// Fewer than five bookings were ever completed.
  public var isNewcomer: Bool { completedEver < 5 }
}
