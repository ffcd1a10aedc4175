import CEL
import Encoding

/// The paths of the public gateway. Segments are percent-decoded once, after the path was split; no slash is folded.
enum Route: Hashable {
  /// `/healthz`
  case health
  /// `/webhooks/{source}`
  case webhook(source: String)
  /// `/v1/services`, `/v1/slots`, `/v1/consultants`, `/v1/consultants/{slug}`, `/v1/consultants/{slug}/slots`
  case catalogue(CatalogueHandler.Subject)
  /// `/v1/quotes`, `/v1/quotes/{id}`, `/v1/quotes/{id}/extend`
  case quotes(QuoteHandler.Subject)
  /// `/v1/matches`, `/v1/matches/{id}/why/{slug}`, `/v1/matches/{id}/outcomes`, `/v1/leads`, `/v1/leads/{id}`,
  /// `/v1/leads/{id}/touchpoints`
  case market(MarketHandler.Subject)
  /// `/v1/{collection}`
  case collection(String)
  /// `/v1/{collection}/{reference}`
  case item(collection: String, reference: String)
  /// `/v1/{collection}/{reference}/events/{name}`
  case event(collection: String, reference: String, name: String)
  /// `/unsubscribe/{reference}/{token}`
  case unsubscribe(reference: String, token: String)
  /// `/tasks/{reference}`
  case tasks(reference: String)

  enum Failure: Error, Hashable {
    /// No such path exists.
    case unknown
    /// A segment holds a character that no name may hold.
    case malformed
  }

  static func parse(_ target: String) throws(Failure) -> Route {
    let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
    let written = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
    guard written.count <= 5, target.utf8.first == UInt8(ascii: "/") else { throw .unknown }
    let segments = written.map { PercentEncoding.decode($0, plusIsSpace: false) }
    for (index, segment) in segments.enumerated() where !segment.isEmpty {
      // A family's reference may have characters that no other name has.
      let isReference =
        (index == 2 && segments[0] == "v1" || index == 1 && ["unsubscribe", "tasks"].contains(segments[0]))
        && FieldFormat.isReference(segment)
      guard isReference || Names.isName(segment, limit: 128) else { throw .malformed }
    }
    guard !segments.contains("") else { throw .unknown }
    switch (segments.count, segments.first) {
    case (1, "healthz"): return .health
    case (2, "webhooks"): return .webhook(source: segments[1])
    case (3, "unsubscribe"): return .unsubscribe(reference: segments[1], token: segments[2])
    case (2, "tasks"): return .tasks(reference: segments[1])
    case (2, "v1") where segments[1] == "services": return .catalogue(.services)
    case (2, "v1") where segments[1] == "slots": return .catalogue(.allSlots)
    case (2, "v1") where segments[1] == "consultants": return .catalogue(.consultants)
    case (3, "v1") where segments[1] == "consultants": return .catalogue(.consultant(segments[2]))
    case (4, "v1") where segments[1] == "consultants" && segments[3] == "slots":
      return .catalogue(.slots(segments[2]))
    case (2, "v1") where segments[1] == "quotes": return .quotes(.collection)
    case (3, "v1") where segments[1] == "quotes": return .quotes(.item(segments[2]))
    case (4, "v1") where segments[1] == "quotes" && segments[3] == "extend": return .quotes(.longer(segments[2]))
    case (2, "v1") where segments[1] == "matches": return .market(.matches)
    case (4, "v1") where segments[1] == "matches" && segments[3] == "outcomes":
      return .market(.outcomes(search: segments[2]))
    case (5, "v1") where segments[1] == "matches" && segments[3] == "why":
      return .market(.why(search: segments[2], consultant: segments[4]))
    case (2, "v1") where segments[1] == "leads": return .market(.leads)
    case (3, "v1") where segments[1] == "leads": return .market(.lead(segments[2]))
    case (4, "v1") where segments[1] == "leads" && segments[3] == "touchpoints":
      return .market(.touchpoints(lead: segments[2]))
    case (2, "v1"): return .collection(segments[1])
    case (3, "v1"): return .item(collection: segments[1], reference: segments[2])
    case (5, "v1") where segments[3] == "events":
      return .event(collection: segments[1], reference: segments[2], name: segments[4])
    default: throw .unknown
    }
  }

  /// The methods that the path takes.
  var methods: [String] {
    switch self {
    case .health, .item, .catalogue, .quotes(.item), .market(.why), .market(.lead): ["GET"]
    case .webhook, .collection, .event, .quotes, .market: ["POST"]
    case .unsubscribe, .tasks: ["GET", "POST"]
    }
  }

  /// The value of `Allow`. A path that takes GET takes HEAD as well.
  var allowed: String { methods.flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] }.joined(separator: ", ") }
}
