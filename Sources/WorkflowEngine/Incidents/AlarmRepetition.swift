internal import CEL
public import CivilTime
public import Storage

/// How often an open alarm of a family was raised, and when last. It stands in the incident's detail from the second time on.
public struct AlarmRepetition: Equatable, Sendable {
  /// The code of an alarm's incident.
  static let code = "alarm"

  /// At least 1.
  public var times: Int64
  /// Nil while it was raised only once: then the incident's opening says when.
  public var last: Instant?

  /// Reads the repetition of an incident; one of another kind was raised once.
  public init(of incident: IncidentRecord) {
    let detail = incident.code == Self.code ? (try? JSON.parse(incident.detail))?.mapValue : nil
    times = max(1, detail?["times"]?.intValue ?? 1)
    last = detail?["last"]?.stringValue.flatMap { try? Instant.parse($0) }
  }

  /// The same alarm raised once more.
  func followed(at instant: Instant) -> AlarmRepetition {
    var next = self
    next.times += 1
    next.last = instant
    return next
  }

  /// As the incident's detail holds it, JSON.
  var detail: [UInt8] {
    JSON.encode(.map(["times": .int(times), "last": last.map { .string($0.description) } ?? .null]))
  }
}
