import HTTPTypes
import HummingbirdCore
import NIOCore

/// A small page for people: no scripts, nothing loaded from elsewhere, readable without styles, with one heading and a language.
struct HTMLPage {
  let title: String
  /// In HTML.
  var body = ""

  init(_ title: String) { self.title = title }

  mutating func add(paragraph text: String) { body += "<p>\(Self.escaped(text))</p>\n" }

  func response(_ status: Int = 200) -> Response {
    let text = """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark"><title>\(Self.escaped(title))</title>
      <style>\(Self.style)</style></head>
      <body><main><h1>\(Self.escaped(title))</h1>
      \(body)</main></body>
      </html>

      """
    return Response(
      status: HTTPResponse.Status(code: status), headers: Self.headers,
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  private static let style =
    "body{font:1.125rem/1.5 sans-serif;margin:0 auto;max-width:40rem;padding:1rem}"
    + "section{border-top:1px solid;padding:1rem 0}label{display:block;margin:.75rem 0 .25rem}"
    + "input,select,textarea,button{font:inherit;padding:.5rem;max-width:100%}textarea{width:100%;min-height:6rem}"
    + "button{margin:1rem 1rem 0 0}pre{white-space:pre-wrap}"

  /// The address holds a secret, so no other site may learn it, frame the page or be sent its form.
  private static let headers: HTTPFields = {
    var fields: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"]
    for (name, value) in [
      (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
      ), ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"), ("X-Robots-Tag", "noindex"),
    ] {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }()

  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
