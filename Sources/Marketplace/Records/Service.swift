public import CEL
import Currencies
public import Pricing

/// A service that can be booked: its length, its price by currency, its contents.
public struct Service: Hashable, Sendable {
  /// Prices are for the whole meeting, or for an hour of it.
  public enum Billing: String, Hashable, Sendable, CaseIterable { case fixed, hourly }

  /// The id: `30-for-30`.
  public let type: String
  /// The name.
  public let name: Translated
  /// The description.
  public let description: Translated
  /// Minor units by currency.
  public let prices: [String: Int64]
  /// Whether the price is that of an hour.
  public let billing: Billing
  /// The lengths that may be booked, in minutes.
  public let lengths: [Int]
  /// The length that is meant if none is named.
  public let length: Int
  /// The complexity that the service includes.
  public let complexity: Complexity
  /// Minutes to prepare before the meeting.
  public let preparation: Int
  /// Minutes to follow up after it.
  public let followUp: Int
  /// The grid of starts in minutes.
  public let grid: Int
  /// The largest number of people on the client's side.
  public let maxParticipants: Int
  /// As written.
  public let features: [String]
  /// As written.
  public let deliverables: [String]
  /// As written.
  public let targetProblems: [String]

  /// The lengths of meetings that the marketplace knows.
  public static let knownLengths = [30, 60, 90, 120, 180]
  /// Older names of services, which are understood and answered with the name of today.
  public static let aliases = ["thirty-for-thirty": "30-for-30", "executive-workshop": "workshop"]

  /// Returns the name of today for a name.
  public static func type(_ name: String) -> String { aliases[name] ?? name }

  /// Reads a service with everything that is wrong with it; nil if something is.
  public static func read(_ value: Value, at path: String = "service") -> (service: Service?, findings: [Finding]) {
    let reader = FieldReader(value, path)
    let type = reader.required("type", reader.text("type", most: 64)).map { Self.type($0) }
    let name = Translated.read(reader, "name")
    if !name.hasEnglish { reader.note("missing", "name/en", "is missing; the other languages fall back to it") }
    var prices: [String: Int64] = [:]
    for (code, value) in reader.entries("prices") {
      guard Currency(code)?.code == code else {
        reader.note("unknown-currency", "prices/\(code)", "is no currency of ISO 4217")
        continue
      }
      guard let price = value.intValue, (1...Price.largestBase).contains(price) else {
        reader.note("out-of-range", "prices/\(code)", "expected minor units, 1 to \(Price.largestBase)")
        continue
      }
      prices[code] = price
    }
    if prices.isEmpty { reader.note("missing", "prices", "at least one price is needed") }
    let lengths = (reader.list("lengths") ?? []).compactMap { $0.intValue.map { Int($0) } }
    let unknown = lengths.filter { !knownLengths.contains($0) }
    if lengths.isEmpty || !unknown.isEmpty {
      reader.note("wrong-length", "lengths", "expected some of \(knownLengths), given \(lengths)")
    }
    let length = reader.integer("length", 1...1_440).map { Int($0) } ?? lengths.first ?? 30
    if !lengths.isEmpty, !lengths.contains(length) {
      reader.note("wrong-length", "length", "is \(length), expected one of \(lengths)")
    }
    let service = Service(
      type: type ?? "", name: name, description: Translated.read(reader, "description"), prices: prices,
      billing: reader.word("billing") ?? .fixed, lengths: lengths.sorted(), length: length,
      complexity: reader.word("complexity") ?? .basic,
      preparation: Int(reader.integer("preparation", 0...240) ?? 0),
      followUp: Int(reader.integer("followUp", 0...240) ?? 0), grid: Int(reader.integer("grid", 5...60) ?? 30),
      maxParticipants: Int(reader.integer("maxParticipants", 1...100) ?? 1), features: reader.texts("features"),
      deliverables: reader.texts("deliverables"), targetProblems: reader.texts("targetProblems"))
    if ![5, 10, 15, 20, 30, 60].contains(service.grid) {
      reader.note("out-of-range", "grid", "is \(service.grid), expected 5, 10, 15, 20, 30 or 60")
    }
    let findings = reader.finish()
    return (findings.contains { !$0.isWarning } ? nil : service, findings)
  }
}
