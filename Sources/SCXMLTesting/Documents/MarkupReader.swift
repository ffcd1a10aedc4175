internal import Foundation
internal import FoundationXML

/// Reads XML into elements. Names in SCXML's namespace lose their prefix, and those of the conformance suite have the
/// prefix `conf:`, whatever prefixes the document uses.
final class MarkupReader: NSObject, XMLParserDelegate {
  private var open: [Markup] = []
  private var root: Markup?
  /// Our prefixes by the document's.
  private var prefixes: [String: String] = [:]

  private static let namespaces = [
    "http://www.w3.org/2005/07/scxml": "", "http://www.w3.org/2005/scxml-conformance": "conf:",
  ]

  static func read(_ source: String, file: String) throws(DocumentError) -> Markup {
    let reader = MarkupReader()
    let parser = XMLParser(data: Data(source.utf8))
    parser.delegate = reader
    guard parser.parse(), let root = reader.root else {
      throw DocumentError(
        file: file, line: parser.lineNumber, "not well-formed XML: \(parser.parserError.map { "\($0)" } ?? "")")
    }
    return root
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    for (attribute, value) in attributes where attribute.hasPrefix("xmlns:") {
      prefixes[String(attribute.dropFirst(6))] = Self.namespaces[value]
    }
    var known: [String: String] = [:]
    for (attribute, value) in attributes { known[resolved(attribute)] = value }
    open.append(Markup(name: resolved(name), attributes: known, line: parser.lineNumber, column: parser.columnNumber))
  }

  private func resolved(_ name: String) -> String {
    let parts = name.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let prefix = prefixes[String(parts[0])] else { return name }
    return prefix + parts[1]
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard !open.isEmpty else { return }
    open[open.count - 1].children.append(.text(text))
  }

  func parser(_ parser: XMLParser, foundCDATA block: Data) {
    self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    guard let element = open.popLast() else { return }
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(.element(element)) }
  }
}
