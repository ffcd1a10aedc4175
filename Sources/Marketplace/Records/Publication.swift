import Availability
import CivilTime

/// The conditions under which a consultant's record is shown.
public enum Publication {
  /// Returns everything that is missing; empty if the record can be published.
  ///
  /// - Parameter services: by type.
  public static func missing(_ consultant: Consultant, services: [String: Service]) -> [Finding] {
    var findings: [Finding] = []
    func need(_ isThere: Bool, _ field: String, _ message: String) {
      if !isThere { findings.append(Finding("incomplete", field, message)) }
    }
    need(consultant.title.hasEnglish, "title", "a title is needed")
    need(consultant.biography.hasEnglish, "biography/en", "a biography in English is needed; others fall back to it")
    need(!consultant.expertise.isEmpty, "expertise", "at least one field of knowledge is needed")
    need(!consultant.languages.isEmpty, "languages", "at least one language is needed")
    need(consultant.zone != nil, "zone", "a time zone that is known is needed, as Europe/Berlin")
    need(consultant.email != nil, "email", "an address is needed, to which bookings are told")
    let works =
      consultant.time.weekly.values.contains { !$0.slots.isEmpty }
      || consultant.time.overrides.values.contains { !$0.isEmpty }
    need(works, "hours", "at least one working interval is needed")
    let isOffered = consultant.offers.contains { offer in
      offer.isEnabled && services[offer.service].map { offer.price ?? $0.prices[consultant.currency] } ?? nil != nil
    }
    need(isOffered, "offers", "at least one enabled service with a price in \(consultant.currency) is needed")
    need(
      consultant.identity == .verified, "kyc", "the identity has to be verified, it is \(consultant.identity.rawValue)")
    need(consultant.payoutEnabled, "payoutEnabled", "payouts have to be enabled")
    need(consultant.account != nil, "account", "an account at the provider of payments is needed")
    return findings
  }

  /// Returns what is wrong with a change of the state: a step that there is not, or something missing of a record that is
  /// to be shown.
  ///
  /// - Parameter former: nil for a new record, which may begin in any state but the last two.
  static func lifeFindings(
    _ consultant: Consultant, from former: Life?, services: [String: Service], at path: String
  ) -> [Finding] {
    var findings: [Finding] = []
    let life = consultant.life
    if let former, former != life, !former.next.contains(life) {
      let next = former.next.map(\.rawValue).joined(separator: ", ")
      findings.append(
        Finding(
          "not-now", "\(path)/status",
          "\(life.rawValue) does not follow \(former.rawValue); \(next.isEmpty ? "nothing does" : "\(next) may")"))
    }
    if former == nil, life == .suspended || life == .retired {
      findings.append(Finding("not-now", "\(path)/status", "a new record cannot be \(life.rawValue)"))
    }
    guard life.isShown else { return findings }
    return findings
      + missing(consultant, services: services).map { Finding($0.code, "\(path)/\($0.field)", $0.message) }
  }

  /// Returns what is wrong with the offers in themselves: services that there are not, and prices too far from the
  /// catalogue's.
  static func offerFindings(_ consultant: Consultant, services: [String: Service], at path: String) -> [Finding] {
    var findings: [Finding] = []
    for (index, offer) in consultant.offers.enumerated() {
      let field = "\(path)/offers/\(index)"
      guard let service = services[offer.service] else {
        let near = services.keys.sorted().joined(separator: ", ")
        findings.append(
          Finding("unknown-service", "\(field)/service", "there is no service '\(offer.service)'; there are \(near)"))
        continue
      }
      // An own price is within half and four times the catalogue's.
      if let own = offer.price, let base = service.prices[consultant.currency],
        !((base + 1) / 2...base * 4).contains(own)
      {
        findings.append(
          Finding(
            "price-out-of-range", "\(field)/price",
            "is \(own), expected \((base + 1) / 2) to \(base * 4), half to four times the catalogue's"))
      }
    }
    return findings
  }
}
