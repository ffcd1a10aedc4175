public import CEL
public import CivilTime
public import Leads

/// Touchpoints as a site tells them, and as they are kept.
public struct TouchCall: Hashable, Sendable {
  /// The most of one body.
  public static let most = 100
  /// A site's clock may be so many seconds fast.
  private static let skew: Int64 = 300

  /// The 1 to `most` touchpoints, in the order of the body.
  public let touchpoints: [Touchpoint]

  /// Reads a body with everything that is wrong with it; nil if something is.
  ///
  /// - Parameter now: the time of touchpoints that name none.
  public static func read(_ body: Value, now: Instant) -> (call: TouchCall?, findings: [Finding]) {
    let reader = FieldReader(body, "")
    let touchpoints = reader.elements("touchpoints") { touch($0, now: now) }
    _ = reader.required("touchpoints", reader.value("touchpoints"), "a list")
    if let count = reader.value("touchpoints")?.listValue?.count, !(1...most).contains(count) {
      reader.note("too-many", "touchpoints", expected: "1 to \(most) elements", given: "\(count) of them")
    }
    let findings = reader.finish()
    return findings.isEmpty ? (TouchCall(touchpoints: touchpoints), []) : (nil, findings)
  }

  /// Reads one that was kept; nil for anything else.
  public static func kept(_ value: Value) -> Touchpoint? {
    let reader = FieldReader(value, "")
    let touchpoint = touch(reader, now: .latest)
    return reader.finish().isEmpty ? touchpoint : nil
  }

  private static let kinds = [
    "page_view", "time_on_site", "download", "mail_click", "social", "webinar", "consultation_completed",
  ]

  private static func touch(_ reader: FieldReader, now: Instant) -> Touchpoint? {
    let name = reader.required("kind", reader.text("kind", most: 40))
    let at = reader.instant("at") ?? now
    if at.seconds > now.seconds.addingReportingOverflow(skew).partialValue, now != .latest {
      reader.note("out-of-range", "at", expected: "a time that has passed", given: "\(at)")
    }
    let (channel, campaign) = (reader.text("channel", most: 40), reader.text("campaign", most: 100))
    let page: Touchpoint.Page? = reader.word("page")
    let seconds = reader.integer("seconds", 0...86_400).map { Int($0) }
    guard let name else { return nil }
    let kind: Touchpoint.Kind
    switch name {
    case "page_view": kind = .pageView(page ?? .other)
    case "time_on_site": kind = .timeOnSite(seconds: seconds ?? 0)
    case "download": kind = .download
    case "mail_click": kind = .mailClick
    case "social": kind = .social
    case "webinar": kind = .webinar
    case "consultation_completed": kind = .consultationCompleted
    default:
      reader.note(
        "unknown-word", "kind", expected: "one of \(kinds.joined(separator: ", "))", given: FieldReader.quoted(name))
      return nil
    }
    return Touchpoint(at: at, channel: channel ?? "", campaign: campaign, kind: kind)
  }

  /// One as it is kept.
  public static func record(_ touchpoint: Touchpoint) -> Value {
    var map = ValueMap([("at", .string("\(touchpoint.at)"))])
    switch touchpoint.kind {
    case .pageView(let page): (map["kind"], map["page"]) = ("page_view", .string(page.rawValue))
    case .timeOnSite(let seconds): (map["kind"], map["seconds"]) = ("time_on_site", .int(Int64(seconds)))
    case .download: map["kind"] = "download"
    case .mailClick: map["kind"] = "mail_click"
    case .social: map["kind"] = "social"
    case .webinar: map["kind"] = "webinar"
    case .consultationCompleted: map["kind"] = "consultation_completed"
    }
    if !touchpoint.channel.isEmpty { map["channel"] = .string(touchpoint.channel) }
    if let campaign = touchpoint.campaign { map["campaign"] = .string(campaign) }
    return .map(map)
  }
}
