import HTTPTypes
import HummingbirdCore

/// Reads what the site needs of a request's head.
struct SiteRequest: Sendable {
  let cookies: [String: String]
  /// True if another site has sent the form.
  let isForeign: Bool

  /// - Parameter origin: of the site as browsers know it; nil for the host that the request names.
  init(_ request: Request, origin: String?) {
    var cookies: [String: String] = [:]
    for header in request.headers[values: .cookie] {
      for pair in header.split(separator: ";") {
        let halves = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, cookies[String(halves[0])] == nil else { continue }
        cookies[String(halves[0])] = String(halves[1])
      }
    }
    self.cookies = cookies
    isForeign = Self.isForeign(request, origin)
  }

  /// Browsers say where a form comes from, by `Origin` or by `Sec-Fetch-Site`. Programs that say neither have no cookies of
  /// somebody else's either.
  private static func isForeign(_ request: Request, _ origin: String?) -> Bool {
    if let given = request.headers[.origin] {
      if let origin { return given != origin }
      let host = request.head.authority ?? ""
      return given != "http://\(host)" && given != "https://\(host)"
    }
    guard let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] else { return false }
    return site != "same-origin" && site != "none"
  }
}
