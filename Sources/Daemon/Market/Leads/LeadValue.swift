import CEL
import Leads
import Marketplace

/// A lead's score as the public API and bookings tell it.
enum LeadValue {
  /// - Parameters:
  ///   - score: nil for somebody who objects to being profiled.
  ///   - probability: in basis points.
  static func of(_ id: String, _ lead: StoredLead, _ score: LeadScore?, probability: Int?) -> Value {
    func number(_ number: Int?) -> Value { number.map { .int(Int64($0)) } ?? .null }
    func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }
    return .map(
      ValueMap([
        ("id", .string(id)), ("status", .string(lead.status.rawValue)), ("total", number(score?.total)),
        ("grade", text(score?.grade.rawValue)), ("priority", text(score?.priority.rawValue)),
        ("conversionProbability", number(probability)),
        ("bonus", number(score?.bonus)), ("groups", score.map(groups) ?? .null),
        ("missing", .list((score?.missing ?? []).map { .string($0) })),
        ("recommendedActions", .list((score?.actions ?? []).map { .string(sentence($0)) })),
        ("assigned", text(lead.assigned)), ("rules", text(score?.rules)),
      ]))
  }

  /// The part that a booking's input takes.
  ///
  /// - Parameter touches: in ascending order of time. The booking is attributed to the last that came by a channel or a
  ///   campaign.
  static func ofBooking(_ score: LeadScore, _ touches: [Touchpoint]) -> Value {
    var value = ValueMap([
      ("score", .int(Int64(score.total))), ("grade", .string(score.grade.rawValue)),
      ("priority", .string(score.priority.rawValue)), ("rules", .string(score.rules)),
    ])
    if let last = touches.last(where: { !$0.channel.isEmpty || $0.campaign != nil }) {
      if !last.channel.isEmpty { value["medium"] = .string(last.channel) }
      if let campaign = last.campaign { value["campaign"] = .string(campaign) }
    }
    return .map(value)
  }

  /// Each group with its parts; the demographic ones and the bonus sum to the total.
  static func groups(_ score: LeadScore) -> Value {
    .map(
      ValueMap(
        score.groups.map { group in
          let parts = group.parts.map { ($0.name, Value.int(Int64($0.points))) }
          return (
            group.group.rawValue,
            .map(ValueMap([("points", .int(Int64(group.points))), ("parts", .map(ValueMap(parts)))]))
          )
        }))
  }

  static func sentence(_ action: RecommendedAction) -> String {
    switch action {
    case .call(let hours): "call within \(hours) working hours"
    case .assignSales: "assign sales"
    case .personalMail(let days): "write personally within \(days) \(days == 1 ? "day" : "days")"
    case .sequence(let type): "sequence \(type.rawValue)"
    }
  }
}
