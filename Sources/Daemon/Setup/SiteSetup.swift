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
  /// All of them together stay below what a page may weigh.
  private static let mostLogo = 64 << 10

  /// The settings without the key, which is known once the store is open.
  struct UnsignedPages: Sendable {
    fileprivate let settings: SiteSettings
    /// The operator's texts.
    var legal: [SiteSettings.LegalText] { settings.legal }

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
    var pages = SiteSettings(
      address: .tcp(host: host, port: port), publicURL: site.publicURL?.description, name: site.name, key: [],
      pages: .init(perSecond: Double(site.pages) / 60, burst: site.pages),
      posts: .init(perSecond: Double(site.forms) / 60, burst: site.forms), holdsPerHour: site.holds,
      quotes: .init(perSecond: Double(site.quotes) / 60, burst: site.quotes), paymentPages: paymentPages(site),
      arrivals: .init(
        perSecond: Double(settings.ingress.connections.rate) / 60, burst: settings.ingress.connections.burst),
      trustedProxies: settings.ingress.trustedProxies.compactMap { AddressRange($0) },
      commitWithin: .seconds(10), legal: site.legal.map(legal) ?? [])
    pages.logos = site.logos.enumerated().compactMap { logo($0.offset, $0.element) }
    pages.issuesInvoices = settings.invoices != nil
    return UnsignedPages(settings: pages)
  }

  /// A picture with a script in it runs none: as an image it is only drawn.
  private func logo(_ index: Int, _ logo: LogoSection) -> SiteSettings.Logo? {
    let types = ["svg": "image/svg+xml", "png": "image/png"]
    let key = "site.logos[\(index)].file"
    guard let type = types[String(logo.file.split(separator: ".").last ?? "")] else {
      findings.add(.value, key, expected: "a file that ends in .svg or .png", given: logo.file)
      return nil
    }
    guard case .success(let bytes) = RegularFile.read(logo.file, atMost: Self.mostLogo) else {
      findings.add(
        .unreadable, key, expected: "a picture of at most \(Self.mostLogo / 1_024) KiB", given: logo.file,
        cure: "put it there, or take the logo away")
      return nil
    }
    return SiteSettings.Logo(name: logo.name, type: type, bytes: bytes)
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
