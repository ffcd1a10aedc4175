/// The two forms of a mail's body, made from the same blocks so that they cannot differ in content.
enum MailLayout {
  private static let width = 72

  /// Returns plain text with `\n` line ends, in lines of at most 72 characters where words allow it.
  static func text(_ blocks: [MailBlock]) -> String {
    blocks.map { block in
      switch block {
      case .paragraph(let pieces): wrapped(plain(pieces), first: "", others: "")
      case .list(let items):
        items.map { wrapped(plain($0), first: "- ", others: "  ") }.joined(separator: "\n")
      case .link(let label, let address): "\(plain(label)):\n\(address)"
      }
    }.joined(separator: "\n\n") + "\n"
  }

  /// Returns a complete HTML document that loads nothing from elsewhere.
  static func html(_ blocks: [MailBlock], language: String, title: String) -> String {
    var isFirstLink = true
    let body = blocks.map { block in
      switch block {
      case .paragraph(let pieces): return "<p>\(escaped(pieces))</p>"
      case .list(let items):
        return "<ul style=\"\(listStyle)\">\n" + items.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>"
      case .link(let label, let address):
        // The first request of a mail is its button; a second one beside it would ask for nothing.
        let look = isFirstLink ? ("button", buttonStyle) : ("link", linkStyle)
        isFirstLink = false
        return "<p><a href=\"\(escape(address))\" class=\"\(look.0)\" style=\"\(look.1)\">\(escaped(label))</a></p>"
      }
    }.joined(separator: "\n")
    // Programs that show a mail within a page of their own drop everything around the inner element, which therefore says
    // the language again and carries the colours.
    return """
      <!DOCTYPE html>
      <html lang="\(escape(language))" dir="ltr">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
      <title>\(escape(title))</title>
      <style>\(darkStyle)</style></head>
      <body class="page" style="margin:0;padding:0;background:\(Colours.light.page)">
      <div role="article" lang="\(escape(language))" dir="ltr" aria-label="\(escape(title))" class="page" style="\(pageStyle)">
      \(body)
      </div>
      </body>
      </html>

      """
  }

  /// The colours of a mail. A text and what it stands on differ in luminance by at least 7 to 1.
  struct Colours {
    let page, text, button, onButton: String

    static let light = Colours(page: "#ffffff", text: "#1c1c1c", button: "#1f4e79", onButton: "#ffffff")
    static let dark = Colours(page: "#16191d", text: "#e6e6e6", button: "#a8cdf0", onButton: "#10202f")
  }

  private static let pageStyle =
    "margin:0 auto;max-width:36em;padding:1.5em;font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;"
    + "overflow-wrap:break-word;background:\(Colours.light.page);color:\(Colours.light.text)"
  private static let buttonStyle =
    "display:inline-block;padding:0.6em 1.2em;background:\(Colours.light.button);color:\(Colours.light.onButton);"
    + "text-decoration:none;border-radius:4px"
  private static let linkStyle = "color:\(Colours.light.button)"
  private static let listStyle = "margin:1em 0;padding-left:1.25em"
  /// Styles of elements win over those of a sheet, unless these are important.
  private static let darkStyle =
    ":root{color-scheme:light dark}@media (prefers-color-scheme:dark){"
    + ".page{background:\(Colours.dark.page)!important;color:\(Colours.dark.text)!important}"
    + ".link{color:\(Colours.dark.button)!important}"
    + ".button{background:\(Colours.dark.button)!important;color:\(Colours.dark.onButton)!important}}"

  private static func plain(_ pieces: [TemplatePiece]) -> String { pieces.map(\.text).joined() }

  private static func escaped(_ pieces: [TemplatePiece]) -> String {
    escape(plain(pieces)).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "<br>\n")
  }

  static func escape(_ text: String) -> String {
    guard text.utf8.contains(where: { entity(of: $0) != nil }) else { return text }
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + 32)
    for byte in text.utf8 {
      if let entity = entity(of: byte) { out += entity.utf8 } else { out.append(byte) }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func entity(of byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }

  /// Wraps text. A line break inside a value is kept.
  private static func wrapped(_ text: String, first: String, others: String) -> String {
    var lines: [String] = []
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = lines.isEmpty ? first : others
      // Counted along, because the length of a line is known only by walking it.
      var count = line.count
      var isEmpty = true
      for word in part.split(separator: " ") {
        let size = word.count
        if !isEmpty && count + 1 + size > width {
          lines.append(line)
          line = others + word
          count = others.count + size
        } else {
          if !isEmpty {
            line += " "
            count += 1
          }
          line += word
          count += size
        }
        isEmpty = false
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }
}
