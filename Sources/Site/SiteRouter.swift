import Digests
import HTTPTypes
import HummingbirdCore
import Ingress
import Listening
import NIOCore
import Pages

/// Leads a request to its handler, within the bounds of its client.
struct SiteRouter: Sendable {
  private let desk: SiteDesk
  private let pages: TokenBuckets
  private let posts: TokenBuckets
  private let shares: Shares
  private let origin: String?
  private let policy: String

  init(settings: SiteSettings, services: any SiteServices, ticks: @escaping @Sendable () -> Duration) {
    func buckets(_ limit: IngressSettings.RateLimit) -> TokenBuckets {
      TokenBuckets(capacity: limit.burst, perSecond: limit.perSecond, keys: limit.addresses)
    }
    desk = SiteDesk(
      settings: settings, services: services, seal: DraftSeal(key: settings.key), deadline: Deadline(),
      holds: TokenBuckets(
        capacity: settings.holdsPerHour, perSecond: Double(settings.holdsPerHour) / 3_600,
        keys: settings.posts.addresses), quotes: buckets(settings.quotes), ticks: ticks)
    (pages, posts) = (buckets(settings.pages), buckets(settings.posts))
    shares = Shares(settings.atOnce)
    policy = Self.policy(settings)
    origin = settings.publicURL.map { url in
      // Scheme and host, without the path.
      let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
      return parts.count >= 2 ? "\(parts[0])//\(parts[1])" : url
    }
  }

  func respond(_ request: Request, on channel: any Channel) async -> Response {
    var response = await answer(request, on: channel)
    if let name = HTTPField.Name("Content-Security-Policy") { response.headers[name] = policy }
    return response
  }

  private func answer(_ request: Request, on channel: any Channel) async -> Response {
    let method = request.method == .head ? "GET" : request.method.rawValue
    guard let target = Target(request.head.path ?? ""), let route = SiteRoute(target.segments) else {
      return desk.notFound(Self.language(request), SitePath(Self.language(request), "book-a-meeting"))
    }
    let path = SitePath(target.segments, query: target.query)
    let language = target.segments.first.flatMap { SiteLanguage(rawValue: $0) } ?? Self.language(request)
    let client = Self.client(request, channel, desk.settings)
    let isPost = method == "POST"
    if let seconds = (isPost ? posts : pages).take(client, at: desk.ticks()) {
      return desk.tooMany(language, path, after: seconds)
    }
    guard route.methods.contains(method) else {
      var response = desk.notice(language, path, 405, .notFoundTitle, .notFoundText)
      response.headers[.allow] = route.methods.sorted().joined(separator: ", ")
      return response
    }
    guard shares.enter(client) else {
      return desk.tooMany(language, path, after: 1)
    }
    defer { shares.leave(client) }
    let reading = SiteRequest(request, origin: origin)
    var form: Form?
    if isPost {
      guard !reading.isForeign else { return desk.notice(language, path, 403, .forbiddenTitle, .forbiddenText) }
      switch await UnreadBody(request, on: channel, limit: desk.settings.bodyBytes).read() {
      case .complete(let bytes): form = Form(bytes)
      case .tooLarge: return desk.notice(language, path, 413, .tooLargeTitle, .tooLargeText)
      case .truncated: return desk.notice(language, path, 400, .busyTitle, .busyText)
      }
    }
    do throws(Unreadable) {
      return try await respond(
        route, SiteCall(path: path, language: language, client: client, head: request, reading: reading, form: form))
    } catch {
      return desk.busy(language, path)
    }
  }

  /// Nothing is loaded from elsewhere, nothing runs that is not ours, nobody frames a page or learns its address. The form
  /// by which somebody books leads on to the provider's page.
  private static func policy(_ settings: SiteSettings) -> String {
    let forms = (["'self'"] + settings.paymentPages).joined(separator: " ")
    return "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
      + "form-action \(forms); frame-ancestors 'none'; base-uri 'none'"
  }

  private func respond(_ route: SiteRoute, _ call: SiteCall) async throws(Unreadable) -> Response {
    let search = SearchHandler(desk: desk, call: call)
    switch route {
    case .beginning: return SiteAnswer.redirect(SitePath(call.language, "book-a-meeting"))
    case .stylesheet: return SiteAnswer.asset(Stylesheet.text, type: "text/css; charset=utf-8")
    case .script: return SiteAnswer.asset(SiteScript.text, type: "text/javascript; charset=utf-8")
    case .logo(let index):
      guard let logo = desk.settings.logos.indices.contains(index) ? desk.settings.logos[index] : nil else {
        return desk.notFound(call.language, call.path)
      }
      return SiteAnswer.asset(logo.bytes, type: logo.type)
    case .landing: return try await search.landing()
    case .results: return try await search.results()
    case .profile(_, let slug): return try await search.profile(slug)
    case .legal(_, let slug): return search.legal(slug)
    case .begin: return try await FlowHandler(desk: desk, call: call).begin()
    case .step(_, let draft, let step): return try await FlowHandler(desk: desk, call: call).respond(draft, step)
    case .booking(_, let reference, let act):
      return try await BookingHandler(desk: desk, call: call).respond(reference, act)
    case .document(_, let reference, let number):
      return try await BookingHandler(desk: desk, call: call).document(number, of: reference)
    }
  }

  /// The first of our languages that a browser names; English otherwise.
  private static func language(_ request: Request) -> SiteLanguage {
    let wanted = (request.headers[.acceptLanguage] ?? "").split(separator: ",")
    for entry in wanted.prefix(20) {
      let name = entry.drop { $0 == " " }.prefix(2).lowercased()
      if let language = SiteLanguage(rawValue: name) { return language }
    }
    return .en
  }

  private static func client(_ request: Request, _ channel: any Channel, _ settings: SiteSettings) -> String {
    let forwarded = HTTPField.Name("X-Forwarded-For").map { request.headers[values: $0] } ?? []
    return ClientAddress.key(
      peer: channel.remoteAddress?.ipAddress, forwarded: forwarded, trusted: settings.trustedProxies)
  }
}

/// A request that was admitted.
struct SiteCall: Sendable {
  let path: SitePath
  let language: SiteLanguage
  /// The key of the client's address.
  let client: String
  let head: Request
  let reading: SiteRequest
  /// The form that was sent; nil for a page that is asked for.
  let form: Form?

  /// The first value of a parameter of the query.
  func parameter(_ name: String) -> String? { path.query.first { $0.name == name }?.value }
}
