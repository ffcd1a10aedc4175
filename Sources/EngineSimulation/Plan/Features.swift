internal import CEL
internal import WorkflowTesting

/// The optional features of the shipped workflows that a run has.
struct Features: Sendable {
  /// Meetings by video are made at a provider.
  var hasMeetings = false
  /// Consultants have calendars that bookings are written into.
  var hasCalendars = false
  /// An event's word on a payment is read at the provider before it counts.
  var readsPayments = false
  /// A consultant's debt from one booking is kept back from another.
  var netsDebts = true
  /// Clients are called after their meeting.
  var hasSalesCalls = false
  /// Clients pay on the provider's page.
  var hasPages = false
  var method = "card"

  /// Nothing optional.
  static let none = Features()

  /// Draws each feature by itself.
  static func drawn(by seed: UInt64) -> Features {
    var draw = Draw(seed, "features")
    return Features(
      hasMeetings: draw.chance(50), hasCalendars: draw.chance(50), readsPayments: draw.chance(30),
      netsDebts: draw.chance(70), hasSalesCalls: draw.chance(30), hasPages: draw.chance(25),
      method: draw.weighted([(6, "card"), (1, "sepa_debit"), (1, "paypal"), (2, "bank_transfer")]))
  }

  /// The workflows' parameters as the settings of the run have them.
  var params: ValueMap {
    [
      "online_meetings": .bool(hasMeetings), "consultant_calendars": .bool(hasCalendars),
      "read_payments": .bool(readsPayments), "net_debts": .bool(netsDebts), "sales_calls": .bool(hasSalesCalls),
      // Of the workflows that are put together from pieces.
      "writes": .bool(hasCalendars),
    ]
  }
}
