import CivilTime

/// One change of the platform's own balance.
struct Movement: Sendable {
  let amount: Int64
  let currency: String
  let availableAt: Instant
}
