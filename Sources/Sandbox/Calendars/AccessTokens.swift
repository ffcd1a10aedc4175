import CEL
import CivilTime
import Encoding

/// The access tokens of one service: the newest is taken, until its end.
struct AccessTokens: Sendable {
  let prefix: String
  private(set) var given = 0
  private var ends = Instant.epoch

  init(_ prefix: String) { self.prefix = prefix }

  /// Gives a token that is good for an hour.
  mutating func give(now: Instant) -> Answer {
    given += 1
    ends = now.adding(.seconds(3_599)) ?? now
    return Answer(
      json: ["access_token": .string("\(prefix)-\(given)"), "token_type": "Bearer", "expires_in": 3_599])
  }

  /// Takes the newest token no more, though its time is not over.
  mutating func revoke() { ends = .epoch }

  func takes(_ bearer: String?, now: Instant) -> Bool { bearer == "\(prefix)-\(given)" && now < ends }
}

/// Forms of `application/x-www-form-urlencoded`, and queries.
enum FormText {
  /// The fields by name; of fields with one name the first counts.
  static func fields(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = PercentEncoding.decode(parts[0].utf8, plusIsSpace: true)
      if fields[name] == nil {
        fields[name] = parts.count > 1 ? PercentEncoding.decode(parts[1].utf8, plusIsSpace: true) : ""
      }
    }
    return fields
  }
}
