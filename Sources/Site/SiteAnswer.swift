import Digests
import Encoding
import HTTPTypes
import HummingbirdCore
import NIOCore
import Pages

/// The answers of the site, with the headers that every one of them has.
enum SiteAnswer {
  /// A cookie of one path.
  struct Cookie {
    let name: String
    let value: String
    let path: String
    let isSecure: Bool

    /// An empty one is taken away.
    var text: String {
      let age = value.isEmpty ? 0 : Draft.lifetime
      return "\(name)=\(value); Path=\(path); Max-Age=\(age); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
    }
  }

  /// A page. What is nobody's own may be kept and asked for again by its tag.
  static func page(
    _ page: Page, _ status: Int = 200, isPublic: Bool = false, ifNoneMatch: String? = nil, cookies: [Cookie] = []
  ) -> Response {
    let bytes = Array(page.html.markup.utf8)
    var headers = headers(isPublic: isPublic)
    headers[.contentType] = "text/html; charset=utf-8"
    if isPublic, status == 200 {
      let tag = "\"\(Hex.encode(SHA256.hash(bytes).prefix(12)))\""
      headers[.eTag] = tag
      if ifNoneMatch == tag { return Response(status: .notModified, headers: headers) }
    }
    add(cookies, to: &headers)
    return Response(
      status: HTTPResponse.Status(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Leads on to another page with GET.
  static func redirect(_ path: SitePath, cookies: [Cookie] = []) -> Response {
    var headers = headers(isPublic: false)
    headers[.location] = path.text
    add(cookies, to: &headers)
    return Response(status: .seeOther, headers: headers)
  }

  /// Leads to a page of the payment provider.
  static func leave(for link: WebLink, cookies: [Cookie]) -> Response {
    var headers = headers(isPublic: false)
    headers[.location] = link.text
    add(cookies, to: &headers)
    return Response(status: .seeOther, headers: headers)
  }

  /// A file that never changes under its address.
  static func asset(_ text: String, type: String) -> Response { asset(Array(text.utf8), type: type) }

  /// The same for a picture.
  static func asset(_ bytes: [UInt8], type: String) -> Response {
    var headers = headers(isPublic: true)
    headers[.contentType] = type
    headers[.cacheControl] = "public, max-age=31536000, immutable"
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// An entry for a calendar.
  static func calendar(_ text: String) -> Response {
    var headers = headers(isPublic: false)
    headers[.contentType] = "text/calendar; charset=utf-8"
    headers[.contentDisposition] = "attachment; filename=\"meeting.ics\""
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  private static func add(_ cookies: [Cookie], to headers: inout HTTPFields) {
    for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie.text)) }
  }

  /// Another site learns nothing of an address. Ours is told to ourselves: without it, browsers send forms with no origin.
  private static func headers(isPublic: Bool) -> HTTPFields {
    var fields: HTTPFields = [.cacheControl: isPublic ? "no-cache" : "no-store"]
    for (name, value) in [
      ("Referrer-Policy", "same-origin"), ("X-Content-Type-Options", "nosniff"),
      ("Cross-Origin-Opener-Policy", "same-origin"), ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ] {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    if !isPublic, let name = HTTPField.Name("X-Robots-Tag") { fields[name] = "noindex" }
    return fields
  }
}
