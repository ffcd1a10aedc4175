/// An entity of RFC 5322 and RFC 2045: unfolded headers, and either a body or parts.
public struct MIMEPart: Sendable {
  /// A header field without folds.
  public struct Field: Sendable, Equatable {
    /// The name as it was written.
    public let name: String
    /// The value without white space around it.
    public let value: String

    /// Creates a field.
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }
  /// The header fields in the order of the text.
  public let headers: [Field]
  /// The body with its transfer encoding decoded; empty for a multipart.
  public let body: [UInt8]
  /// The parts of a multipart; empty for anything else.
  public let parts: [MIMEPart]
  /// The media type in lower case.
  public let type: String
  /// The parameters of the media type, their names in lower case.
  public let parameters: [String: String]
  /// Multiparts within multiparts are read up to this depth.
  public static let depthLimit = 8

  /// Reads an entity; one that is malformed is read as far as it goes.
  public init(_ raw: ArraySlice<UInt8>) { self.init(raw, depth: 0) }

  private init(_ raw: ArraySlice<UInt8>, depth: Int) {
    let (headers, content) = Self.split(raw)
    self.headers = headers
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
    (type, parameters) = Self.parameters(of: header("content-type") ?? "text/plain")
    if type.hasPrefix("multipart/"), let boundary = parameters["boundary"], depth < Self.depthLimit {
      parts = Self.parts(content, boundary).map { MIMEPart($0, depth: depth + 1) }
      body = []
      return
    }
    parts = []
    switch header("content-transfer-encoding")?.lowercased() {
    case "base64": body = Base64.decodeLeniently(content)
    case "quoted-printable": body = MailDecoding.quotedPrintable(content)
    default: body = Array(content)
    }
  }

  /// The body as text, by its character set.
  public var text: String { MailDecoding.text(body, charset: parameters["charset"] ?? "utf-8") }

  /// The first field of this name with its encoded words decoded.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }.map { MailDecoding.words($0.value) }
  }

  /// The first part of this type, in depth-first order.
  public func first(_ type: String) -> MIMEPart? {
    if parts.isEmpty { return self.type == type ? self : nil }
    for part in parts { if let found = part.first(type) { return found } }
    return nil
  }

  /// Headers end at the first empty line; a line that begins with white space continues the one before.
  private static func split(_ raw: ArraySlice<UInt8>) -> ([Field], ArraySlice<UInt8>) {
    // Folded lines are joined at the end, so that a field of very many costs no more than its length.
    var fields: [(name: String, lines: [String])] = []
    var position = raw.startIndex
    while position < raw.endIndex {
      let end = raw[position...].firstIndex(of: 10) ?? raw.endIndex
      var line = raw[position..<end]
      if line.last == 13 { line = line.dropLast() }
      position = min(end + 1, raw.endIndex)
      if line.isEmpty { break }
      let text = String(decoding: line, as: UTF8.self)
      if line.first == 32 || line.first == 9, !fields.isEmpty {
        fields[fields.count - 1].lines.append(trimmed(text))
        continue
      }
      guard let colon = text.firstIndex(of: ":") else { continue }
      fields.append((String(text[..<colon]), [trimmed(text[text.index(after: colon)...])]))
    }
    return (fields.map { Field(name: $0.name, value: $0.lines.joined(separator: " ")) }, raw[position...])
  }

  private static func parts(_ content: ArraySlice<UInt8>, _ boundary: String) -> [ArraySlice<UInt8>] {
    let marker = Array("--\(boundary)".utf8)
    var out: [ArraySlice<UInt8>] = []
    var start: Int?
    var position = content.startIndex
    while position < content.endIndex {
      let end = content[position...].firstIndex(of: 10) ?? content.endIndex
      let line = content[position..<end]
      if line.starts(with: marker) {
        if let start {
          // The line break before a boundary belongs to the boundary.
          var last = position
          if last > start, content[last - 1] == 10 { last -= 1 }
          if last > start, content[last - 1] == 13 { last -= 1 }
          out.append(content[start..<last])
        }
        if line.dropFirst(marker.count).starts(with: [45, 45]) { return out }
        start = min(end + 1, content.endIndex)
      }
      position = end + 1
    }
    if let start, start < content.endIndex { out.append(content[start...]) }
    return out
  }

  /// `text/calendar; method=REQUEST; charset="UTF-8"`.
  private static func parameters(of value: String) -> (String, [String: String]) {
    let pieces = value.split(separator: ";")
    var out: [String: String] = [:]
    for piece in pieces.dropFirst() {
      guard let equals = piece.firstIndex(of: "=") else { continue }
      var text = trimmed(piece[piece.index(after: equals)...])
      if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count > 1 { text = String(text.dropFirst().dropLast()) }
      out[trimmed(piece[..<equals]).lowercased()] = text
    }
    return (trimmed(pieces.first ?? "").lowercased(), out)
  }

  /// The text without blanks, tabs and carriage returns around it.
  public static func trimmed(_ text: some StringProtocol) -> String {
    var slice = Substring(text)
    while let first = slice.first, first == " " || first == "\t" || first == "\r" { slice.removeFirst() }
    while let last = slice.last, last == " " || last == "\t" || last == "\r" { slice.removeLast() }
    return String(slice)
  }
}
