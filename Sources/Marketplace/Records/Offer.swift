import CivilTime
import Currencies
import Pricing

/// A consultant's own terms for a service.
public struct Offer: Hashable, Sendable {
  /// The service's type.
  public let service: String
  /// The own price in minor units of the consultant's currency; nil for the catalogue's.
  public let price: Int64?
  /// False if it cannot be booked at present.
  public let isEnabled: Bool

  static func read(_ reader: FieldReader) -> Offer? {
    guard let service = reader.required("service", reader.text("service", most: 64)) else { return nil }
    return Offer(
      service: Service.type(service), price: reader.integer("price", 1...Price.largestBase),
      isEnabled: reader.flag("enabled") ?? true)
  }
}

/// A paper that says what somebody can.
public struct Certificate: Hashable, Sendable {
  /// As written.
  public let name: String
  /// As written.
  public let issuer: String
  /// The last day on which it counts, as `YYYY-MM-DD`; nil without end.
  public let expires: String?
  /// True once somebody has looked.
  public let isVerified: Bool

  static func read(_ reader: FieldReader) -> Certificate? {
    let expires = reader.date("expires")
    let isVerified = reader.flag("verified") ?? false
    guard let name = reader.required("name", reader.text("name", most: 200)),
      let issuer = reader.required("issuer", reader.text("issuer", most: 200))
    else { return nil }
    return Certificate(name: name, issuer: issuer, expires: expires?.description, isVerified: isVerified)
  }
}

/// A field of knowledge.
public struct Expertise: Hashable, Sendable {
  /// How much.
  public enum Level: String, Hashable, Sendable, CaseIterable {
    case beginner, intermediate, expert
    case thoughtLeader = "thought_leader"
  }

  /// The skill's id.
  public let skill: String
  /// How much.
  public let level: Level

  static func read(_ reader: FieldReader) -> Expertise? {
    let level: Level? = reader.required("level", reader.word("level"))
    guard let skill = reader.required("skill", reader.text("skill", most: 100)), let level else { return nil }
    return Expertise(skill: skill, level: level)
  }
}
