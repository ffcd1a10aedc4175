import DaemonSettings
import Digests
import Ingress
import Listening
import Site
import Files

/// Creates the settings of the marketplace's own pages.
struct SiteSetup {
  let settings: Settings
  let findings: StartFindings

  /// The names of the legal texts, in the order in which pages link to them.
  private static let legalNames = ["terms", "privacy", "imprint", SiteSettings.supplier]
  private static let mostText = 1 << 20

  /// The settings without the key, which is known once the store is open.
  struct UnsignedPages: Sendable {
    fileprivate let settings: SiteSettings

    func settings(key: [UInt8], listen: ListenLimits) -> SiteSettings {
      var settings = settings
      // A key of its own, so that nothing that the pages sign is a capability.
      settings.key = HMACSHA256.code(for: Array("site".utf8), key: key)
      settings.listen = listen
      return settings
    }
  }

  func pages() -> UnsignedPages? {
    guard let site = settings.site, case .tcp(let host, let port) = site.listen else { return nil }
    return UnsignedPages(
      settings: SiteSettings(
        address: .tcp(host: host, port: port), publicURL: site.publicURL?.description, name: site.name, key: [],
        pages: .init(perSecond: Double(site.pages) / 60, burst: site.pages),
        posts: .init(perSecond: Double(site.forms) / 60, burst: site.forms), holdsPerHour: site.holds,
        quotes: .init(perSecond: Double(site.quotes) / 60, burst: site.quotes), paymentPages: paymentPages(site),
        arrivals: .init(
          perSecond: Double(settings.ingress.connections.rate) / 60, burst: settings.ingress.connections.burst),
        trustedProxies: settings.ingress.trustedProxies.compactMap { AddressRange($0) },
        commitWithin: .seconds(10), legal: site.legal.map(legal) ?? []))
  }

  /// Clients are sent to the provider's own page. A sandbox has its pages where its interface is.
  private func paymentPages(_ site: SiteSection) -> [String] {
    if let page = site.paymentPage { return [page.description] }
    guard settings.sandbox, let provider = settings.executors.stripe?.url else {
      return ["https://checkout.stripe.com"]
    }
    return [provider.description]
  }

  private func legal(_ folder: String) -> [SiteSettings.LegalText] {
    let found = Self.legalNames.compactMap { name -> SiteSettings.LegalText? in
      var texts: [String: String] = [:]
      for language in ["en", "de"] {
        guard case .success(let bytes) = RegularFile.read("\(folder)/\(name).\(language).txt", atMost: Self.mostText)
        else {
          continue
        }
        texts[language] = String(decoding: bytes, as: UTF8.self)
      }
      return texts.isEmpty ? nil : SiteSettings.LegalText(slug: name, texts: texts)
    }
    if found.isEmpty {
      findings.add(
        .unreadable, "site.legal", expected: "a folder with terms.en.txt or another legal text", given: folder,
        cure: "put the texts there, or take the key away")
    }
    return found
  }
}
